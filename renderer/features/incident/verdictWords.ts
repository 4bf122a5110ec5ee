import type { Cause, IncidentDetail } from "../../../shared/domain/incident.ts";
import type { StandingVerdict } from "../../../shared/domain/verdict.ts";

type Told = Pick<IncidentDetail, "causes" | "verdicts" | "acknowledgement">;

/** The likeliest cause that can be ruled out: it is an entity, and nobody has done so. */
export const refutable = ({ causes, verdicts }: Pick<Told, "causes" | "verdicts">): Cause | undefined =>
  causes.find(({ entityId }) => entityId !== null && !isRuledOut(verdicts, entityId));

/** Whether an operator has ruled out an entity as the cause. */
export const isRuledOut = (verdicts: readonly StandingVerdict[], entityId: string | null): boolean =>
  verdicts.some(({ verdict }) => verdict.kind === "not-cause" && verdict.entityId === entityId);

/** What one key takes back: the newest verdict, unless the acknowledgement is newer still. */
export function nextToTakeBack({ verdicts, acknowledgement }: Omit<Told, "causes">): StandingVerdict | undefined {
  const [newest] = verdicts;
  const { state, at } = acknowledgement;
  const isOlder = newest !== undefined && state !== "none" && at !== null && at > newest.at;
  return isOlder ? undefined : newest;
}
