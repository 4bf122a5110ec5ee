import type { ReactNode } from "react";
import { text } from "../../shared/strings/index.ts";
import { Button } from "./Button.tsx";
import { errorText } from "./errorText.ts";
import { useEngineLost } from "./freshness.ts";
import { Icon } from "./Icon.tsx";
import { Age } from "./Time.tsx";
import "./Panel.css";

/** A skeleton in the shape of lines; it never covers old data. */
export function Loading({ lines = 3 }: { lines?: number }) {
  const lost = useEngineLost() !== null;
  return (
    <div className="skeleton" role="status" aria-label={text(lost ? "panel.waitingForEngine" : "panel.loading")}>
      {Array.from({ length: lines }, (_, index) => (
        <i key={index} style={{ width: `${[82, 64, 73, 48][index % 4]}%` }} />
      ))}
    </div>
  );
}

/** Says what would be here and how to get it. */
export function Empty({ title, hint, action }: { title: string; hint: string; action?: ReactNode }) {
  return (
    <div className="panel-empty">
      <p className="panel-empty-title">{title}</p>
      <p>{hint}</p>
      {action}
    </div>
  );
}

/** Says what failed and offers to try again. */
export function Failed({ error, retry }: { error: unknown; retry(): void }) {
  return (
    <div className="panel-failed" role="alert">
      <p className="panel-empty-title">{text("panel.failed")}</p>
      <p>{errorText(error)}</p>
      <Button onClick={retry}>
        <Icon name="retry" />
        {text("panel.retry")}
      </Button>
    </div>
  );
}

/** Violet words: the data is older than it should be. */
export function StaleNote({ since }: { since: number }) {
  return (
    <span className="tag stale" role="status">
      {text("panel.stale")} <Age since={since} />
    </span>
  );
}
