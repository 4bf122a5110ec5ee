import { lazy, type ComponentType } from "react";
import { IncidentsSurface } from "../desk/IncidentsSurface.tsx";
import { patiently, type SurfaceName } from "../ui/index.ts";

/** The surfaces by name. Incidents come with the first chunk, so that the first row paints at once; the rest when asked for. */
export const surfaces: Record<SurfaceName, ComponentType> = {
  incidents: IncidentsSurface,
  incident: IncidentsSurface,
  alerts: lazy(async () => ({ default: (await patiently(() => import("../desk/AlertsSurface.tsx"))).AlertsSurface })),
  topology: lazy(async () => ({
    default: (await patiently(() => import("../desk/TopologySurface.tsx"))).TopologySurface,
  })),
  anomalies: lazy(async () => ({
    default: (await patiently(() => import("../desk/AnomaliesSurface.tsx"))).AnomaliesSurface,
  })),
  capacity: lazy(async () => ({
    default: (await patiently(() => import("../desk/CapacitySurface.tsx"))).CapacitySurface,
  })),
  logs: lazy(async () => ({ default: (await patiently(() => import("../desk/LogsSurface.tsx"))).LogsSurface })),
  sources: lazy(async () => ({
    default: (await patiently(() => import("../desk/SourcesSurface.tsx"))).SourcesSurface,
  })),
  settings: lazy(async () => ({
    default: (await patiently(() => import("../desk/SettingsSurface.tsx"))).SettingsSurface,
  })),
  welcome: lazy(async () => ({
    default: (await patiently(() => import("../desk/WelcomeSurface.tsx"))).WelcomeSurface,
  })),
  wall: lazy(async () => ({ default: (await patiently(() => import("../wall/WallSurface.tsx"))).WallSurface })),
};
