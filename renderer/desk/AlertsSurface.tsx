import { Alerts } from "../features/alerts/Alerts.tsx";

/** Desk: what exactly is firing? */
export const AlertsSurface = () => <Alerts />;
