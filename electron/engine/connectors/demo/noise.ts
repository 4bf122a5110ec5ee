import { conditionFrom, type Condition, type Retext } from "./condition.ts";
import { deploymentOf, type Deployment } from "./deployment.ts";
import { withRole, type Estate, type EstateEntity } from "./estate.ts";
import { MINUTE } from "./faultKind.ts";
import { TRACKS, type NoiseTrack } from "./noiseKinds.ts";
import { between, choose, roll } from "./random.ts";
import { OPENING_ENDS_MS } from "./script.ts";

/** A harmless deployment begins in each slot of this length: decoys for whoever blames the latest change. */
const DEPLOYMENT_SLOT_MS = 6 * MINUTE;

/** What chance brings in one slot, not yet worked out. */
export type Drawn<T> = { id: string; draw: () => T[] };

/** Noise that may be felt between two moments, slot by slot. */
export function noiseBetween(estate: Estate, from: number, to: number, retext: Retext): Drawn<Condition>[] {
  return TRACKS.flatMap((track) =>
    slotsOf(track.slotMs, from - track.lastsMs[1], to).map((slot) => ({
      id: `${track.key} ${slot}`,
      draw: () => drawNoise(estate, track, slot, retext),
    })),
  );
}

/** Routine deployments in the slots between two moments. */
export function routineBetween(estate: Estate, from: number, to: number): Drawn<Deployment>[] {
  return slotsOf(DEPLOYMENT_SLOT_MS, from, to).map((slot) => ({
    id: `routine ${slot}`,
    draw: () => drawDeployment(estate, slot),
  }));
}

/** Slots that begin or last between two moments; those before the beginning have the numbers below zero. */
function slotsOf(slotMs: number, from: number, to: number): number[] {
  const first = Math.floor(from / slotMs);
  return Array.from({ length: Math.floor(to / slotMs) - first + 1 }, (_, index) => first + index);
}

function drawNoise(estate: Estate, track: NoiseTrack, slot: number, retext: Retext): Condition[] {
  const key = `${track.key} ${slot}`;
  const luck = (what: string): number => roll(estate.seed, key, what);
  const symptom = choose(track.symptoms, luck("symptom"));
  const from = (slot + luck("onset")) * track.slotMs;
  const candidates = withRole(estate, ...symptom.roles).filter(quietAt(estate, from));
  if (candidates.length === 0) return [];
  const entity = choose(candidates, luck("entity"));
  return [
    conditionFrom(
      estate,
      symptom,
      entity,
      entity,
      { key, from, to: from + between(track.lastsMs, luck("lasts")), faultId: null },
      retext,
    ),
  ];
}

function drawDeployment(estate: Estate, slot: number): Deployment[] {
  const key = `routine ${slot}`;
  const at = (slot + roll(estate.seed, key, "at")) * DEPLOYMENT_SLOT_MS;
  const services = withRole(estate, "web", "bff", "api", "worker").filter(quietAt(estate, at));
  if (at < 0 || services.length === 0) return [];
  return [
    deploymentOf(estate.seed, key, choose(services, roll(estate.seed, key, "service")), at, {
      summary: "{name} {before} → {after}",
      detail: "sync of prod: image tag {after}",
    }),
  ];
}

/** While the opening story is told, chance keeps away from its ground: what is shown there is the story alone. */
const quietAt =
  (estate: Estate, at: number) =>
  ({ key }: EstateEntity): boolean =>
    at > OPENING_ENDS_MS || !estate.storyGround.has(key);
