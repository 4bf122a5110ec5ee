import type { EstateEntity } from "./estate.ts";
import { fingerprintOf, roll, choose, wholeBetween } from "./random.ts";
import { MINUTE, SECOND } from "./faultKind.ts";
import { PEOPLE } from "./words.ts";
import { nameIn } from "./tools.ts";

/** A change as the deployments tool tells it. Times in ms since the simulation began. */
export type Deployment = {
  id: string;
  entity: EstateEntity;
  summary: string;
  detail: string;
  by: string;
  at: number;
  endedAt: number;
};

/** Two deployments of one service within this time may be of the same release. */
const RELEASE_MS = 6 * MINUTE;

export type DeploymentText = { summary: string; detail: string };

/** Fills in who, how long and which versions; `key` makes it unique and repeatable. */
export function deploymentOf(
  seed: number,
  key: string,
  entity: EstateEntity,
  at: number,
  text: DeploymentText,
): Deployment {
  const release = releaseAt(seed, entity, at);
  const before = release - wholeBetween([1, 4], roll(seed, key, "before"));
  const words: Record<string, string> = {
    name: nameIn("deployments", entity),
    before: versionOf(before),
    after: versionOf(release),
  };
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
  return {
    id: fingerprintOf(String(seed), key, "deployment"),
    entity,
    summary: fill(text.summary),
    detail: fill(text.detail),
    by: choose(PEOPLE, roll(seed, key, "by")),
    at: Math.round(at),
    endedAt: Math.round(at + 20 * SECOND + roll(seed, key, "length") * 50 * SECOND),
  };
}

/** A number that grows with time, so that a later deployment is of a later release. */
const releaseAt = (seed: number, entity: EstateEntity, at: number): number =>
  wholeBetween([140, 890], roll(seed, "release", entity.key)) + Math.floor(at / RELEASE_MS);

const versionOf = (release: number): string => `v${Math.floor(release / 100)}.${release % 100}.0`;
