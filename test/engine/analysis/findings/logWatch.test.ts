import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { LogWatch } from "../../../../electron/engine/analysis/findings/logWatch.ts";
import { unpack } from "../../../../electron/engine/analysis/findings/packed.ts";
import type { EntityId } from "../../../../shared/domain/entity.ts";
import type { LogEntry } from "../../../../shared/domain/log.ts";
import { DEFAULT_SCOPE } from "../../../../shared/domain/scope.ts";
import { randomOf } from "../../../builders/logs.ts";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 22, 12);

/** Takes a line that was said at one time and came at another. */
function hear(watch: LogWatch, text: string, saidAt: number, receivedAt: number): void {
  const line = { text, at: saidAt, entityId: "e-checkout" as EntityId };
  const entry: LogEntry = {
    ...{ position: { partition: 0, position: 1 }, scope: DEFAULT_SCOPE, sourceId: "logs", at: saidAt, receivedAt },
    body: { kind: "lines", lines: [line] },
  };
  watch.take(line, entry, () => {});
}

describe("time while no lines come", () => {
  it("goes on though one of the last lines was hours late, also after a restart", () => {
    const watch = new LogWatch(DEFAULT_SCOPE);
    hear(watch, "ready", NOON, NOON + 2_000);
    hear(watch, "an old line", NOON - 120 * MINUTE, NOON + 3_000);
    for (const each of [watch, LogWatch.restore(DEFAULT_SCOPE, watch.encode())]) {
      expect(each.isBehind(NOON + MINUTE + 1_999)).toBe(false);
      expect(each.isBehind(NOON + MINUTE + 2_000)).toBe(true);
    }
  });

  it("keeps to the delay of the lines once all of a minute come later", () => {
    const watch = new LogWatch(DEFAULT_SCOPE);
    hear(watch, "ready", NOON, NOON + 2_000);
    hear(watch, "ready", NOON + MINUTE, NOON + 2 * MINUTE);
    expect(watch.isBehind(NOON + 3 * MINUTE - 1)).toBe(false);
    expect(watch.isBehind(NOON + 3 * MINUTE)).toBe(true);
  });
});

it("what an operator said of a pattern goes on for the one that it is merged into", () => {
  const watch = new LogWatch(DEFAULT_SCOPE);
  const acceptedIn = (): string[] => (unpack(inflateRawSync(watch.encode())).header as { accepted: string[] }).accepted;
  hear(watch, "quota exceeded by ann today", NOON - MINUTE, NOON - MINUTE);
  hear(watch, "ready", NOON, NOON);
  const { id } = watch.told.splice(0)[0]!;
  watch.accept(id, "rate", true);
  expect(acceptedIn()).toEqual([`${id}/rate`]);
  for (const user of ["bob", "eve"]) hear(watch, `quota exceeded by ${user} today`, NOON, NOON);
  hear(watch, "ready", NOON + MINUTE, NOON + MINUTE);
  const merged = watch.told.find(({ template }) => template.startsWith("quota"));
  expect(merged!.id).not.toBe(id);
  expect(acceptedIn()).toEqual([`${merged!.id}/rate`]);
});

it("is kept in less than three megabytes with two thousand patterns, and goes on from there to the bit", () => {
  const watch = new LogWatch(DEFAULT_SCOPE);
  const random = randomOf(5);
  const word = (): string =>
    Array.from({ length: 3 + random(8) }, () => "abcdefghijklmnopqrstuvwxyz"[random(26)]).join("");
  const vocabulary = Array.from({ length: 3000 }, word);
  const wordOf = (): string => (random(5) === 0 ? "#" : vocabulary[random(vocabulary.length)]!);
  const templates = Array.from({ length: 2000 }, () => Array.from({ length: 8 + random(8) }, wordOf).join(" "));
  const say = (each: LogWatch, template: string, index: number): void => {
    const text = template.replaceAll("#", () => `${(index * 7919) % 100_003}`);
    hear(each, `2026-11-22T12:00:00.${100 + (index % 900)}Z INFO [svc-${index % 20}] ${text}`, NOON, NOON);
  };
  templates.forEach((template, index) => {
    for (let time = 0; time < 4; time++) say(watch, template, index * 4 + time);
  });
  const bytes = watch.encode();
  expect(bytes.length).toBeLessThan(3 * 2 ** 20);
  const again = LogWatch.restore(DEFAULT_SCOPE, bytes);
  expect(Buffer.from(again.encode()).equals(bytes)).toBe(true);
  for (const each of [watch, again]) {
    templates.slice(0, 50).forEach((template, index) => say(each, `${template} again`, index));
    hear(each, "ready", NOON + MINUTE, NOON + MINUTE);
  }
  expect(again.told.length).toBeGreaterThan(100);
  expect(again.told).toEqual(watch.told);
  expect(Buffer.from(again.encode()).equals(watch.encode())).toBe(true);
});
