import { Logs } from "../features/findings/Logs.tsx";

/** Desk: what is new in the logs? */
export const LogsSurface = () => <Logs />;
