import { text } from "../../../shared/strings/index.ts";

/** What commands are called in the audit. A refused call stands there by its name in the contract. */
const ACTIONS = [
  "acknowledge",
  "silence",
  "undo",
  "note",
  "owner",
  "verdict.merge",
  "verdict.split",
  "verdict.not-cause",
  "undo-verdict.merge",
  "undo-verdict.split",
  "undo-verdict.not-cause",
  "settle",
  "change",
  "save-source",
  "remove-source",
  "test-source",
  "poll-source",
  "save-rule",
  "remove-rule",
  "test-rule",
] as const;

/** An action of the audit in words. */
export function auditWords(action: string): string {
  const known = ACTIONS.find((name) => name === action);
  return known === undefined ? action : text(`settings.audit.action.${known}`);
}
