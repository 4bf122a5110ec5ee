import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Analysis } from "../../../electron/engine/analysis/index.ts";
import { tickJob } from "../../../electron/engine/ingest/tick.ts";
import { loadAnalysisState } from "../../../electron/engine/store/analysis-state.ts";
import { readEvents } from "../../../electron/engine/store/event-log.ts";
import { applyStep } from "../../../electron/engine/store/incidents.ts";
import { listAlerts } from "../../../electron/engine/store/read-alerts.ts";
import { listAudit } from "../../../electron/engine/store/read-audit.ts";
import { listRules } from "../../../electron/engine/store/read-rules.ts";
import { putRule } from "../../../electron/engine/store/rules.ts";
import { AlertFilter } from "../../../shared/contract/alerts.ts";
import { START } from "../../../shared/domain/position.ts";
import { LONGEST_EXPRESSION } from "../../../shared/domain/rule.ts";
import { DEFAULT_SCOPE, type Scope } from "../../../shared/domain/scope.ts";
import { IngestBench, NOW } from "../../builders/ingest.ts";
import { anAlertReport } from "../../builders/report.ts";
import { aRule } from "../../builders/rule.ts";

const MINUTE = 60_000;
let bench: IngestBench;
let now = NOW;

beforeEach(() => {
  bench = new IngestBench();
  now = NOW;
  bench.addSource("am");
});
afterEach(() => bench.close());

/** A minute passes, and analysis reads what is in the log. */
async function pass(): Promise<void> {
  now += MINUTE;
  bench.queue.add(tickJob(() => now));
  await bench.settle();
  const { rows, upTo } = loadAnalysisState(bench.db);
  const step = Analysis.restore(rows, upTo).read(readEvents(bench.db, upTo, 1_000));
  bench.db.transaction(() => applyStep(bench.db, step, now))();
}

async function fire(...names: string[]): Promise<void> {
  const reports = names.map((name) => anAlertReport({ handle: name, name, at: now, labels: { service: name } }));
  await bench.push("am", reports, now);
  await pass();
}

const QUIET = aRule({ id: "quiet", effect: "suppress", when: 'alert.name == "Noise"' });
const listed = () => listRules(bench.db, [DEFAULT_SCOPE]);
const audited = () => listAudit(bench.db, [DEFAULT_SCOPE], { offset: 0, limit: 50 }).rows;
const alerts = () =>
  listAlerts(bench.db, [DEFAULT_SCOPE], { filter: AlertFilter.parse({}), order: "severity", offset: 0, limit: 50 })
    .rows;
const inLog = () => readEvents(bench.db, START, 1_000).flatMap(({ body }) => (body.kind === "rule" ? [body] : []));

describe("a rule that is saved", () => {
  it("is in the list, the log and the audit with both of its versions", async () => {
    await bench.command("saveRule", QUIET, now);
    await bench.command("saveRule", { ...QUIET, state: "disabled" }, now);
    expect(listed()).toMatchObject([
      { rule: { id: "quiet", state: "disabled" }, origin: "form", updatedBy: "anna", applied: 0 },
    ]);
    expect(inLog()).toMatchObject([{ rule: { state: "enabled" } }, { rule: { state: "disabled" } }]);
    const [last] = audited().filter(({ action }) => action === "save-rule");
    expect(last).toMatchObject({
      target: "quiet",
      detail: { before: { state: "enabled" }, after: { state: "disabled" } },
    });
  });

  it("keeps an alert out of incidents, which says so until the rule is removed", async () => {
    await bench.command("saveRule", QUIET, now);
    await fire("Noise", "Real");
    const found = () => alerts().map(({ name, incidentId, suppressedBy }) => [name, incidentId !== null, suppressedBy]);
    expect(found().toSorted()).toEqual([
      ["Noise", false, "quiet"],
      ["Real", true, undefined],
    ]);
    expect(listed()).toMatchObject([{ applied: 1, suppressing: 1 }]);
    await bench.command("removeRule", { id: "quiet", scope: DEFAULT_SCOPE }, now);
    await pass();
    expect(found().toSorted()).toEqual([
      ["Noise", true, undefined],
      ["Real", true, undefined],
    ]);
    expect(listed()).toEqual([]);
  });

  it("counts the alerts that it has put into an incident", async () => {
    await bench.command("saveRule", aRule({ effect: "group", when: 'a.name == "One" && b.name == "Two"' }), now);
    await fire("One", "Two");
    expect(new Set(alerts().map(({ incidentId }) => incidentId)).size).toBe(1);
    expect(listed()).toMatchObject([{ applied: 1 }]);
  });

  it("has its literals masked as the texts are that they are compared with", async () => {
    await bench.command(
      "saveRule",
      aRule({ effect: "suppress", when: 'alert.labels.owner == "ada@example.com"' }),
      now,
    );
    expect(listed()[0]?.rule.when).not.toContain("ada@example.com");
    const owned = anAlertReport({
      handle: "h",
      name: "Owned",
      at: now,
      labels: { service: "x", owner: "ada@example.com" },
    });
    await bench.push("am", [owned], now);
    await pass();
    expect(alerts()).toMatchObject([{ suppressedBy: "r1" }]);
  });

  it("is refused when it is too long once it is masked, before it is stored", async () => {
    const addresses = Array.from({ length: 130 }, (_, n) => `"a${n}@b.de"`).join();
    const long = { ...QUIET, when: `alert.name in [${addresses}]` };
    expect(long.when.length).toBeLessThan(LONGEST_EXPRESSION);
    expect(bench.masker.mask(long.when).length).toBeGreaterThan(LONGEST_EXPRESSION);
    await expect(bench.command("saveRule", long, now)).rejects.toThrow("command.ruleTooLong");
    const described = { ...QUIET, description: "a1@b.de ".repeat(60) };
    await expect(bench.command("saveRule", described, now)).rejects.toThrow("command.ruleTooLong");
    expect(listed()).toEqual([]);
  });

  it("is refused when it cannot be read, when the file has it, and in a scope of others", async () => {
    const refused = (input: typeof QUIET) => bench.command("saveRule", input, now);
    await expect(refused({ ...QUIET, when: "alert.name ==" })).rejects.toThrow("rules.wrong");
    putRule(bench.db, { ...QUIET, origin: "file" }, "file", now);
    await expect(refused(QUIET)).rejects.toThrow("command.ruleOfFile");
    await expect(refused({ ...QUIET, scope: "other" as Scope })).rejects.toThrow("command.notFound");
    expect(inLog()).toEqual([]);
  });

  it("loses its test when it says something else", async () => {
    await bench.command("saveRule", QUIET, now);
    const outcome = { incidents: 1, suppressed: 0, reduction: 0, wrongMerges: 0, missedMerges: 0 };
    const test = {
      from: 0,
      to: 1,
      alerts: 1,
      entries: 1,
      complete: true,
      before: outcome,
      after: outcome,
      effects: {},
    };
    const whole = { ...test, changed: [], changedCount: 0, verdicts: [] };
    await bench.command("keepRuleTest", { tested: QUIET, test: whole }, now);
    await bench.command("saveRule", { ...QUIET, state: "disabled" }, now);
    expect(listed()[0]?.test).toEqual(whole);
    await bench.command("saveRule", { ...QUIET, when: 'alert.name == "Other"' }, now);
    expect(listed()[0]?.test).toBeNull();
    await expect(bench.command("keepRuleTest", { tested: QUIET, test: whole }, now)).resolves.toEqual({ kept: false });
    expect(listed()[0]?.test).toBeNull();
  });
});
