import type { Fingerprint } from "../../../../shared/domain/alert.ts";
import type { Scope } from "../../../../shared/domain/scope.ts";
import type { Proposals } from "../proposals.ts";
import type { State } from "../state/state.ts";
import type { SuppressedAlert } from "./standing.ts";

/** Keeps an active alert out of incidents; each transition of it is judged anew. */
export function suppressAlert({ rules, touched, clock }: State, proposals: Proposals, alert: SuppressedAlert): void {
  const { scope, ruleId, body } = alert;
  const { fingerprint } = body;
  const before = rules.suppressed.get(fingerprint)?.ruleId;
  rules.suppressed.set(fingerprint, alert);
  touched.suppressed.add(fingerprint);
  if (before !== ruleId) proposals.add({ kind: "suppress", scope, fingerprint, ruleId, at: clock.now });
}

/** The alert is over, or goes into a group after all. */
export function releaseAlert(
  { rules, touched, clock }: State,
  proposals: Proposals,
  scope: Scope,
  fingerprint: Fingerprint,
): void {
  if (!rules.suppressed.delete(fingerprint)) return;
  touched.suppressed.add(fingerprint);
  proposals.add({ kind: "release", scope, fingerprint, at: clock.now });
}
