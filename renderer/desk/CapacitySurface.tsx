import { Capacity } from "../features/findings/Capacity.tsx";

/** Desk: what runs out, when, and how sure is that? */
export const CapacitySurface = () => <Capacity />;
