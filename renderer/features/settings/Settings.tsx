import type { ReactNode } from "react";
import { text } from "../../../shared/strings/index.ts";
import { AuditPanel } from "./AuditPanel.tsx";
import { DemoPanel } from "./DemoPanel.tsx";
import { DisplayPanel } from "./DisplayPanel.tsx";
import { EnginePanel } from "./EnginePanel.tsx";
import { WallPanel } from "./WallPanel.tsx";
import "./settings.css";

/** How this display looks and sounds, where the wall is, how the engine fares, what was done. `sound` and `rules` come from their own features. */
export function Settings({ sound, rules }: { sound: ReactNode; rules: ReactNode }) {
  return (
    <section className="settings" aria-labelledby="settings-title">
      <h1 id="settings-title">{text("settings.title")}</h1>
      <div className="settings-columns">
        <DisplayPanel />
        <WallPanel />
        <EnginePanel />
        {sound}
        <DemoPanel />
      </div>
      {rules}
      <AuditPanel />
    </section>
  );
}
