import { text } from "../../shared/strings/index.ts";
import { Button } from "./Button.tsx";
import { useMissingPart } from "./missingPart.ts";
import "./MissingBanner.css";

/** Says that a part of this window does not come although its server answers, and offers to begin anew. */
export function MissingBanner() {
  const missing = useMissingPart();
  if (missing === null) return null;
  return (
    <p className="missing-banner" role="alert">
      <b>{text(missing === "updated" ? "app.updated" : "app.partMissing")}</b>{" "}
      {text(missing === "updated" ? "app.updatedHint" : "app.partMissingHint")}{" "}
      <Button onClick={() => location.reload()}>{text("app.reloadWindow")}</Button>
    </p>
  );
}
