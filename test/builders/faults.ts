import fc from "fast-check";
import type { EntityId } from "../../shared/domain/entity.ts";
import type { Severity } from "../../shared/domain/severity.ts";
import { aChangeBody, aResolve, anAlertBody, anEdge, anEntity, type Happening } from "./log.ts";

/** A fault begins at an entity and spreads to those that depend on it. Times in ms after the log's begin. */
export type Fault = { entity: number; startedAt: number; lastsMs: number; silent: boolean; changed: boolean };

/** `edges[n]`: what entity n depends on, always entities with lower numbers: no cycles. */
export type FaultyEstate = {
  edges: number[][];
  faults: Fault[];
  noise: { entity: number; startedAt: number; severity: Severity }[];
};

const MINUTE = 60_000;

/** Estates of databases, services and front doors, with faults and noise within half an hour. */
export const faultyEstates: fc.Arbitrary<FaultyEstate> = fc.integer({ min: 4, max: 18 }).chain((size) =>
  fc.record({
    edges: edgesOf(size),
    faults: fc.array(
      fc.record({
        entity: fc.integer({ min: 0, max: size - 1 }),
        startedAt: fc.integer({ min: MINUTE, max: 30 * MINUTE }),
        lastsMs: fc.integer({ min: 20_000, max: 20 * MINUTE }),
        silent: fc.boolean(),
        changed: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    noise: fc.array(
      fc.record({
        entity: fc.integer({ min: 0, max: size - 1 }),
        startedAt: fc.integer({ min: MINUTE, max: 30 * MINUTE }),
        severity: fc.constantFrom<Severity>("info", "warning", "minor", "critical"),
      }),
      { maxLength: 6 },
    ),
  }),
);

const edgesOf = (size: number): fc.Arbitrary<number[][]> =>
  fc.tuple(
    ...Array.from({ length: size }, (_, entity) =>
      entity === 0
        ? fc.constant<number[]>([])
        : fc.uniqueArray(fc.integer({ min: 0, max: entity - 1 }), { maxLength: 3 }),
    ),
  );

export const nameOf = (entity: number): string => `entity-${String(entity).padStart(2, "0")}`;

/** An alert's life. Its arrival can be disordered, never its two ends among themselves. */
export type Life = { begin: Happening; end: Happening };

export type Story = { topology: Happening[]; lives: Life[]; changes: Happening[] };

/** What faults and noise bring about, by the sources' clocks. */
export function storyOf(estate: FaultyEstate): Story {
  const topology: Happening[] = estate.edges.flatMap((dependencies, entity) => [
    { receivedAt: 0, body: anEntity(nameOf(entity)) },
    ...dependencies.map((dependency) => ({ receivedAt: 0, body: anEdge(nameOf(entity), nameOf(dependency)) })),
  ]);
  const noise = estate.noise.map(({ entity, startedAt, severity }, index) =>
    aLife(entity, startedAt, startedAt + 3 * MINUTE, `Noise${index}`, severity),
  );
  const changes = estate.faults
    .filter((fault) => fault.changed)
    .map(({ entity, startedAt }, index) => ({
      receivedAt: startedAt - 50_000,
      body: aChangeBody(nameOf(entity), { changeId: `change-${index}` }),
    }));
  return {
    topology,
    lives: [...estate.faults.flatMap((fault, index) => livesOf(estate, fault, index)), ...noise],
    changes,
  };
}

/** The fault's own alert, unless it is silent, and those of its dependents up to three hops away, each hop some seconds later. */
function livesOf({ edges }: FaultyEstate, { entity, startedAt, lastsMs, silent }: Fault, index: number): Life[] {
  const hops = new Map([[entity, 0]]);
  for (let hop = 0; hop < 3; hop++) {
    for (const [dependent, dependencies] of edges.entries()) {
      if (!hops.has(dependent) && dependencies.some((dependency) => hops.get(dependency) === hop))
        hops.set(dependent, hop + 1);
    }
  }
  return [...hops]
    .filter(([affected]) => affected !== entity || !silent)
    .map(([affected, hop]) => {
      const begin = startedAt + hop * 12_000 + affected * 700;
      return aLife(affected, begin, startedAt + lastsMs, `Fault${index}`, hop === 0 ? "critical" : "major");
    });
}

function aLife(entity: number, startedAt: number, endedAt: number, name: string, severity: Severity): Life {
  const more = { name, severity };
  return {
    begin: { receivedAt: startedAt, body: anAlertBody(nameOf(entity), startedAt, more) },
    end: { receivedAt: Math.max(endedAt, startedAt + 15_000), body: aResolve(nameOf(entity), startedAt, more) },
  };
}

/** The story as a log without ticks: topology first, then arrivals as the sources' clocks say. */
export function inOrder({ topology, lives, changes }: Story): Happening[] {
  const all = [...changes, ...lives.flatMap(({ begin, end }) => [begin, end])];
  return [...topology, ...all.sort((left, right) => left.receivedAt - right.receivedAt)];
}

/** The same with each arrival late by up to ten seconds, drawn from `delays` in turn. */
export function delayed({ topology, lives, changes }: Story, delays: readonly number[]): Happening[] {
  let drawn = 0;
  const late = (happening: Happening): Happening => {
    const delay = delays[drawn++ % delays.length] ?? 0;
    return { ...happening, at: happening.at ?? happening.receivedAt, receivedAt: happening.receivedAt + delay };
  };
  const lateLives = lives.map(({ begin, end }) => ({ begin: late(begin), end: late(end) }));
  return inOrder({ topology, changes: changes.map(late), lives: lateLives });
}

/** What is not about faults: edges that come and go, entities that turn out to be one, alerts that are muted, flap and carry labels. */
export type Disturbance = { kind: (typeof KINDS)[number]; at: number; one: number; other: number };

const KINDS = ["edge", "gone", "join", "mute", "flap", "label", "worse", "stranger", "retired"] as const;

/** Numbers of entities are to be taken modulo the estate's size. */
export const disturbances: fc.Arbitrary<Disturbance[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    at: fc.integer({ min: MINUTE, max: 30 * MINUTE }),
    one: fc.nat(30),
    other: fc.nat(30),
  }),
  { maxLength: 10 },
);

export const disturb = (drawn: readonly Disturbance[], size: number): Happening[] =>
  drawn.flatMap(({ kind, at, one, other }, index) =>
    happeningsOf(kind, at, nameOf(one % size), nameOf(other % size), index),
  );

function happeningsOf(kind: Disturbance["kind"], at: number, one: string, other: string, index: number): Happening[] {
  const name = `Disturbance${index}`;
  const begin = (more: Parameters<typeof anAlertBody>[2] = {}, later = 0): Happening => ({
    receivedAt: at + later,
    body: anAlertBody(one, at + later, { name, ...more }),
  });
  const end = (afterMs: number): Happening => ({ receivedAt: at + afterMs, body: aResolve(one, at, { name }) });
  switch (kind) {
    case "edge":
      return [{ receivedAt: at, body: anEdge(one, other, { origin: "traces" }) }];
    case "gone":
      return [{ receivedAt: at, body: anEdge(one, other, { present: false }) }];
    case "retired":
      return [{ receivedAt: at, body: { kind: "retired", entityId: one as EntityId } }];
    case "join":
      return [{ receivedAt: at, body: { kind: "join", kept: one as EntityId, joined: other as EntityId } }];
    case "mute": {
      const muted = begin({ transition: "muted", state: "suppressed", version: 2 }, 7_000);
      const unmuted = begin({ transition: "unmuted", state: "firing", version: 3 }, 200_000);
      return [begin({ state: "suppressed" }), muted, unmuted, end(300_000)];
    }
    case "flap":
      return [
        begin(),
        end(30_000),
        begin({ version: 3 }, 400_000),
        end(420_000),
        begin({ version: 5 }, 1_500_000),
        end(1_600_000),
      ];
    case "label":
      return [begin({ labels: { deployment: "same", namespace: String(index % 2) } }), end(600_000)];
    case "worse":
      return [
        begin({ severity: "info" }),
        begin({ severity: "critical", transition: "changed", version: 2 }, 45_000),
        end(900_000),
      ];
    case "stranger":
      return [{ receivedAt: at, body: anAlertBody(`stranger-${index}`, at - 7 * MINUTE, { name }) }];
  }
}
