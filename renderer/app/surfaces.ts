import { lazy, type ComponentType } from "react";
import { IncidentsSurface } from "../desk/IncidentsSurface.tsx";
import type { SurfaceName } from "../ui/index.ts";

const modules = import.meta.glob<Record<string, ComponentType>>(["../desk/*Surface.tsx", "../wall/WallSurface.tsx"]);

function surface(path: string, name: string): ComponentType {
  return lazy(async () => {
    const module = await modules[path]?.();
    const component = module?.[name];
    if (component === undefined) throw new Error(`${path} has no ${name}`);
    return { default: component };
  });
}

/** The surfaces by name. Incidents come with the first chunk, so that the first row paints at once; the rest when asked for. */
export const surfaces: Record<SurfaceName, ComponentType> = {
  incidents: IncidentsSurface,
  incident: IncidentsSurface,
  alerts: surface("../desk/AlertsSurface.tsx", "AlertsSurface"),
  topology: surface("../desk/TopologySurface.tsx", "TopologySurface"),
  sources: surface("../desk/SourcesSurface.tsx", "SourcesSurface"),
  settings: surface("../desk/SettingsSurface.tsx", "SettingsSurface"),
  welcome: surface("../desk/WelcomeSurface.tsx", "WelcomeSurface"),
  wall: surface("../wall/WallSurface.tsx", "WallSurface"),
};
