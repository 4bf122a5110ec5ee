import { describe, expect, it } from "vitest";
import { natsOf } from "../../../../../electron/engine/analysis/explain/reasons/evidence.ts";
import { textOf } from "../../../../../shared/strings/index.ts";
import { correlated, type Outage, storyOf, type Told } from "../../../../builders/outages.ts";
import { reasoned } from "../../../../builders/reasons.ts";

const MINUTE = 60_000;
const PANEL = "building0-floor1-panel";
const OUTAGES: Outage[] = [
  { root: PANEL, at: 40 * MINUTE },
  { root: "building1-riser", at: 42 * MINUTE },
  { root: "building0-floor3-panel", at: 110 * MINUTE },
];
const story = storyOf(OUTAGES);
const { estate, indexOf } = story.campus;
const panel = indexOf.get(PANEL)!;

/** The same story without what the root itself tells. */
const withoutRoot = (told: readonly Told[]): Told[] =>
  told
    .filter(({ arrival }) => arrival.entity !== panel)
    .map((each, id) => ({ ...each, arrival: { ...each.arrival, id } }));

/** The incident with this root. */
const incidentAt = ({ book }: ReturnType<typeof reasoned>, root: number) =>
  [...book.incidents.values()].find(({ candidates }) => candidates[0]?.root === root)!;

describe("reasons", () => {
  it("change nothing of what is decided", () => {
    expect(reasoned(estate, story.told).groups).toEqual(correlated(estate, story.told).groups);
  });

  it("are there for each alert of an outage, and add up to the fit", () => {
    const { book, groups } = reasoned(estate, story.told);
    const incidents = new Set(book.incidents.keys());
    const inIncidents = story.told.filter((_, index) => incidents.has(groups[index]!));
    expect(book.alerts.size).toBe(inIncidents.length);
    expect(book.alerts.size).toBeGreaterThan(40);
    for (const { fit, evidence } of book.alerts.values()) expect(natsOf(evidence)).toBeCloseTo(fit, 9);
  });

  it("lead from the root to the alert's entity by edges that are there", () => {
    const { book } = reasoned(estate, story.told);
    const { providers } = estate;
    const uses = (from: number, to: number): boolean =>
      providers.to.subarray(providers.start[from], providers.start[from + 1]).includes(to);
    const paths = [...book.alerts.values()].map(({ root, path }) => ({ root, path }));
    expect(paths.every(({ root, path }) => path[0] === root)).toBe(true);
    expect(paths.every(({ path }) => path.slice(1).every((entity, hop) => uses(entity, path[hop]!)))).toBe(true);
    expect(Math.max(...paths.map(({ path }) => path.length))).toBe(4);
  });

  it("of a candidate add up to its score, and say what decides against the next", () => {
    const { candidates, decides } = incidentAt(reasoned(estate, story.told), panel);
    const [first, second] = candidates;
    for (const { evidence, score } of candidates) expect(natsOf(evidence)).toBeCloseTo(score, 9);
    const difference = decides.reduce((sum, { nats }) => sum + nats, 0);
    expect(difference).toBeCloseTo(first!.score - second!.score, 9);
    expect(difference).toBeGreaterThan(0);
    expect(first!.probability).toBeGreaterThan(second!.probability);
  });

  it("count the alerts that a root explains besides its own, and those of it that are quiet", () => {
    const result = reasoned(estate, story.told);
    const { candidates, group } = incidentAt(result, panel);
    const of = (code: string) => candidates[0]!.evidence.find((each) => each.code === code);
    const own = story.told.filter(({ arrival }, index) => result.groups[index] === group && arrival.entity !== panel);
    const explained = own.length;
    expect(of("root.explains")?.params).toMatchObject({ count: explained, total: 6 });
    const starts = story.told.filter((_, index) => result.groups[index] === group).map(({ arrival }) => arrival.at);
    const itself = story.told.find(({ arrival, outage }) => outage === 0 && arrival.entity === panel)!.arrival.at;
    expect(of("root.alerts")?.params).toEqual({ count: 1, leadMs: itself - Math.min(...starts) });
    expect(of("root.silent")).toBeUndefined();
  });

  it("say so when a candidate has no alert of its own", () => {
    const { candidates } = incidentAt(reasoned(estate, withoutRoot(story.told)), panel);
    const silent = candidates[0]!.evidence.find(({ code }) => code === "root.silent");
    expect(silent!.nats).toBeLessThan(0);
  });

  it("name a change with its lead, as a part of the score and for itself", () => {
    const at = OUTAGES[0]!.at - 10 * MINUTE;
    const { candidates, change } = incidentAt(
      reasoned(estate, story.told, [{ id: "new fuses", entity: panel, at }]),
      panel,
    );
    const changed = candidates[0]!.evidence.find(({ code }) => code === "root.changed")!;
    expect(changed.params.change).toBe("new fuses");
    expect(changed.params.leadMs).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(change!.id).toBe("new fuses");
    expect(natsOf(change!.evidence)).toBeCloseTo(changed.nats, 9);
  });

  it("tell how incidents came to be, in order, with what it gains", () => {
    const { history } = reasoned(estate, story.told).book;
    const opened = history.filter(({ kind }) => kind === "opened");
    expect(opened.length).toBeGreaterThanOrEqual(OUTAGES.length);
    expect(opened.every(({ gain, from }) => gain > 0 && from === undefined)).toBe(true);
    expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).sort((left, right) => left - right));
  });

  it("can all be read", () => {
    const { book } = reasoned(estate, story.told, [{ id: "new fuses", entity: panel, at: 30 * MINUTE }]);
    const all = [
      ...[...book.alerts.values()].flatMap(({ evidence }) => evidence),
      ...[...book.incidents.values()].flatMap(({ candidates, change }) => [
        ...candidates.flatMap(({ evidence }) => evidence),
        ...(change?.evidence ?? []),
      ]),
    ];
    const unreadable = all.filter((each) => textOf(each) === each.code || /\{\w+\}/.test(textOf(each)));
    expect(unreadable).toEqual([]);
  });
});
