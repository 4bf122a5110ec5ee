import { text } from "../../../shared/strings/index.ts";
import { EngineUnreachable } from "../../api/connection.ts";
import { errorText, toast } from "../../ui/index.ts";

/** A refusal stays on the screen until it is read: an action that did not happen must not look as if it had. */
export const complain = (error: unknown): void =>
  void toast({
    title: text("incident.actionFailed"),
    message: error instanceof EngineUnreachable ? text("engine.unreachable") : errorText(error),
    tone: "error",
  });
