import { TopologyMap } from "../features/topology/TopologyMap.tsx";

/** Desk: where is it, what does it touch? */
export const TopologySurface = () => <TopologyMap />;
