import fc from "fast-check";
import type { EntityId } from "../../shared/domain/entity.ts";
import type { IncidentId } from "../../shared/domain/incident.ts";
import type { LogEntry, VerdictLogged } from "../../shared/domain/log.ts";
import type { Verdict } from "../../shared/domain/verdict.ts";
import { analyse, proposalsOf } from "./analysis.ts";
import { type Happening, T0 } from "./log.ts";

export const aMerge = (incidentId: string, otherId: string): Verdict => ({
  kind: "merge",
  incidentId: incidentId as IncidentId,
  otherId: otherId as IncidentId,
});

export const aSplit = (incidentId: string, ...entities: string[]): Verdict => ({
  kind: "split",
  incidentId: incidentId as IncidentId,
  entityIds: entities as EntityId[],
});

export const aNotCause = (incidentId: string, entity: string): Verdict => ({
  kind: "not-cause",
  incidentId: incidentId as IncidentId,
  entityId: entity as EntityId,
});

/** What Ada says; `act` "taken-back" undoes the verdict with the same id. */
export const aVerdictBody = (
  verdict: Verdict,
  verdictId = "v1",
  act: VerdictLogged["act"] = "given",
): VerdictLogged => ({ kind: "verdict", verdictId, act, by: "Ada", verdict });

/** A verdict to be drawn up once it is known which incidents there are. */
export type DrawnVerdict = { kind: Verdict["kind"]; at: number; one: number; other: number; takenBackAfter: number };

export const drawnVerdicts: fc.Arbitrary<DrawnVerdict[]> = fc.array(
  fc.record({
    kind: fc.constantFrom("merge" as const, "split" as const, "not-cause" as const),
    at: fc.integer({ min: 0, max: 30 }),
    one: fc.nat(50),
    other: fc.nat(50),
    takenBackAfter: fc.integer({ min: 0, max: 20 }),
  }),
  { minLength: 1, maxLength: 6 },
);

const MINUTE = 60_000;

/** Verdicts on incidents that the log leads to; every third stays, the others are taken back some minutes later. */
export function verdictsOn(log: readonly LogEntry[], drawn: readonly DrawnVerdict[]): Happening[] {
  const { proposals } = analyse(log);
  const opened = proposalsOf(proposals, "open");
  const entities = [...new Set(log.flatMap(({ body }) => (body.kind === "alert" ? [body.entityId] : [])))];
  if (opened.length === 0) return [];
  const first = Math.min(...opened.map(({ openedAt }) => openedAt)) - T0;
  return drawn.flatMap(({ kind, at, one, other, takenBackAfter }, index) => {
    const incident = (which: number): string => opened[which % opened.length]!.incidentId;
    const entity = (which: number): string => entities[which % entities.length]!;
    const verdict =
      kind === "merge"
        ? aMerge(incident(one), incident(other))
        : kind === "split"
          ? aSplit(incident(one), entity(other), entity(other + 1))
          : aNotCause(incident(one), entity(other));
    const receivedAt = first + at * MINUTE;
    const given: Happening = { receivedAt, body: aVerdictBody(verdict, `v${index}`) };
    if (takenBackAfter % 3 === 0) return [given];
    const undone = aVerdictBody(verdict, `v${index}`, "taken-back");
    return [given, { receivedAt: receivedAt + takenBackAfter * MINUTE, body: undone }];
  });
}
