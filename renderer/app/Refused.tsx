import { text } from "../../shared/strings/index.ts";
import { Button } from "../ui/index.ts";
import "./Refused.css";

/** The engine does not know this window: says why and what to do. */
export function Refused() {
  return (
    <main className="refused">
      <h1>{text("engine.refusedTitle")}</h1>
      <p>{text("engine.refused")}</p>
      <Button look="primary" onClick={() => location.reload()}>
        {text("panel.retry")}
      </Button>
    </main>
  );
}
