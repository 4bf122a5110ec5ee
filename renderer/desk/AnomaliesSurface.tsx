import { Anomalies } from "../features/findings/Anomalies.tsx";

/** Desk: which metric is not as it should be, and how do we know? */
export const AnomaliesSurface = () => <Anomalies />;
