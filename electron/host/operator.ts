import os from "node:os";
import { text } from "../../shared/strings/index.ts";

/** The name of the system's user, as it stands in the audit; containers may run under a number that has none. */
export function operatorName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return text("commandLine.unnamedOperator");
  }
}
