import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OutboxRunner, type Standing } from "../../../electron/engine/actions/outbox-runner.ts";
import type { ActionPort } from "../../../electron/engine/actions/perform.ts";
import type { CommandName, Commands } from "../../../electron/engine/commands.ts";
import type { Effect, Result } from "../../../electron/engine/connectors/connector.ts";
import { insertItem } from "../../../electron/engine/store/outbox.ts";
import { listOutbox } from "../../../electron/engine/store/read-outbox.ts";
import { getAlert, listAlerts } from "../../../electron/engine/store/read-alerts.ts";
import type { AlertReport } from "../../../shared/domain/event.ts";
import { OutboxState, type OutboxItem } from "../../../shared/domain/outbox.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import { IngestBench, NOW } from "../../builders/ingest.ts";
import { anAlertReport } from "../../builders/report.ts";

const SCOPES = [DEFAULT_SCOPE];

let bench: IngestBench;
let now: number;
let standing: Record<string, Standing>;
let source: SilenceBook;
let runner: OutboxRunner;
let errors: unknown[];

/** A source that keeps silences by their key and can be made to answer slowly, or to lose an answer. */
class SilenceBook {
  readonly silences = new Map<string, string>();
  readonly asked: string[] = [];
  other: Effect | undefined;
  slow: Promise<void> | undefined;
  losesAnswers = false;

  readonly port: ActionPort = {
    find: async ({ idempotencyKey }) => {
      this.asked.push("find");
      const effectId = this.silences.get(idempotencyKey);
      if (effectId !== undefined) return this.#said({ state: "in-force", effectId, until: now + 60_000 });
      return this.#said(this.other ?? { state: "absent" });
    },
    acknowledge: async ({ idempotencyKey }) => {
      this.asked.push("acknowledge");
      this.silences.set(idempotencyKey, `silence of ${idempotencyKey}`);
      await this.slow;
      if (this.losesAnswers)
        return { ok: false, failure: { kind: "timeout", message: { code: "failure.timeout", params: {} } } };
      return this.#said({ effectId: `silence of ${idempotencyKey}` });
    },
    undo: async (effectId) => {
      this.asked.push("undo");
      for (const [key, id] of this.silences) if (id === effectId) this.silences.delete(key);
      return this.#said({ gone: true as const });
    },
  };

  #said<T>(value: T): Result<T> {
    return { ok: true, value };
  }
}

beforeEach(async () => {
  bench = new IngestBench();
  bench.addSource("alertmanager", true);
  now = NOW;
  standing = {};
  source = new SilenceBook();
  errors = [];
  runner = new OutboxRunner({
    db: bench.db,
    intake: bench.intake,
    now: () => now,
    portOf: () => source.port,
    standingOf: (id) => standing[id] ?? "answers",
    add: (job) => bench.queue.add(job, "urgent"),
    poll: () => {},
    mask: (text) => bench.masker.mask(text),
    onError: (error) => errors.push(error),
  });
  await bench.list("alertmanager", [anAlertReport()]);
});
afterEach(() => {
  runner.close();
  bench.close();
});

const command = <K extends CommandName>(name: K, input: Commands[K]["input"]) => bench.command(name, input, now);

/** Lets everything under way come to its end. */
async function rest(): Promise<void> {
  for (let i = 0; i < 60; i++) await turn();
}
const run = async (): Promise<void> => {
  runner.run();
  await rest();
};
const alert = () => {
  const filter = {
    states: ["firing" as const, "suppressed" as const],
    severities: [],
    sourceIds: [],
    unacknowledged: false,
  };
  return listAlerts(bench.db, SCOPES, { filter, order: "severity", offset: 0, limit: 10 }).rows[0]!;
};
const outbox = (): OutboxItem[] =>
  listOutbox(bench.db, SCOPES, { states: OutboxState.options, offset: 0, limit: 100 }).rows;
const stateOf = (id: string) => outbox().find((item) => item.id === id)?.state;
const acknowledge = async (minutes = 1): Promise<OutboxItem> => {
  const { fingerprint, version } = alert();
  const alerts = [{ fingerprint, seenVersion: version }];
  return (await command("acknowledge", { incidentId: null, seenVersion: null, alerts, note: "on it", minutes }))
    .items[0]!;
};

it("confirms only what the source says", async () => {
  const { id } = await acknowledge();
  await run();
  expect(stateOf(id)).toBe("confirmed");
  expect(source.asked).toEqual(["find", "acknowledge", "find"]);
  expect(alert().acknowledgement.state).toBe("confirmed");
});

describe("taking back", () => {
  it("ends at once what its source has not heard of", async () => {
    const { id } = await acknowledge();
    await command("undoItem", { id });
    await run();
    expect(stateOf(id)).toBe("undone");
    expect(source.asked).toEqual([]);
  });

  it("takes back at the source what was being sent at that moment", async () => {
    const { id } = await acknowledge();
    let answer = () => {};
    source.slow = new Promise((resolve) => (answer = resolve));
    await run();
    expect(source.silences.size).toBe(1);
    await command("undoItem", { id });
    expect(stateOf(id)).not.toBe("undone");
    await run();
    answer();
    await rest();
    await run();
    expect(source.silences.size).toBe(0);
    expect(stateOf(id)).toBe("undone");
    expect(alert().acknowledgement.state).toBe("none");
  });

  it("takes back at the source what it took without our hearing of it", async () => {
    const { id } = await acknowledge();
    source.losesAnswers = true;
    await run();
    expect(stateOf(id)).toBe("queued");
    source.losesAnswers = false;
    await command("undoItem", { id });
    await run();
    expect(source.silences.size).toBe(0);
    expect(stateOf(id)).toBe("undone");
  });

  it("is asked for once", async () => {
    const { id } = await acknowledge();
    await run();
    await command("undoItem", { id });
    await expect(command("undoItem", { id })).rejects.toThrow("command.nothingToUndo");
  });
});

describe("a source that does not answer", () => {
  it("keeps its items waiting without a write, and holds up nobody else's", async () => {
    const { id } = await acknowledge();
    const row = {
      scope: DEFAULT_SCOPE,
      kind: "acknowledge" as const,
      alertId: 1,
      incidentId: null,
      handle: "h",
      seenVersion: 1,
      by: "anna",
      note: "",
    };
    await bench.urgent(() => {
      for (let i = 0; i < 300; i++)
        insertItem(bench.db, {
          ...row,
          id: `dead-${i}`,
          idempotencyKey: `dead-${i}`,
          sourceId: "zabbix",
          createdAt: NOW - 5,
          until: NOW + 9_000,
          nextAttemptAt: NOW - 5,
          undoes: null,
        });
    });
    standing.zabbix = "silent";
    const before = bench.queue.histogram().count;
    await run();
    expect(stateOf(id)).toBe("confirmed");
    const writes = bench.queue.histogram().count - before;
    await run();
    expect(bench.queue.histogram().count - before).toBe(writes);
  });

  it("fails what would be over before it could be sent", async () => {
    const { id } = await acknowledge(1);
    standing.alertmanager = "silent";
    now += 59_999;
    await run();
    expect(stateOf(id)).toBe("queued");
    now += 1;
    await run();
    expect(outbox()[0]).toMatchObject({ state: "failed", outcome: { theirs: { code: "outbox.theirs.expired" } } });
  });

  it("that was removed fails what waited for it", async () => {
    await acknowledge();
    standing.alertmanager = "gone";
    await run();
    expect(outbox()[0]).toMatchObject({
      state: "failed",
      outcome: { theirs: { code: "outbox.theirs.sourceRemoved" } },
    });
    expect(source.asked).toEqual([]);
  });
});

it("does not acknowledge a new life of the alert that nobody has seen", async () => {
  const { id } = await acknowledge();
  await bench.list("alertmanager", [], NOW + 1);
  await bench.list("alertmanager", [anAlertReport({ at: NOW + 2 })], NOW + 2);
  await run();
  expect(stateOf(id)).toBe("conflict");
  expect(source.silences.size).toBe(0);
});

it("masks what somebody else wrote at the source", async () => {
  source.other = {
    state: "someone-else",
    effectId: "s9",
    by: "ben",
    note: "call jane.doe@example.com",
    until: NOW + 9,
  };
  await acknowledge();
  await run();
  expect(outbox()[0]).toMatchObject({ state: "conflict", outcome: { theirs: { params: { by: "ben" } } } });
  expect(JSON.stringify(outbox())).not.toContain("jane.doe");
});

it("sends a settled conflict again with time ahead of it, and never takes back what is somebody else's", async () => {
  source.other = { state: "someone-else", effectId: "s9", by: "ben", note: "mine", until: NOW + 9 };
  const { id } = await acknowledge(1);
  await run();
  now += 120_000;
  const settled = await command("settle", { id, decision: "send-again" });
  expect(settled).toMatchObject({ state: "queued", until: now + 60_000, effectId: null });
});

it("ends after a fault of ours in a pause, not in a storm of requests", async () => {
  const { id } = await acknowledge();
  await run();
  const { id: undo } = await command("undoItem", { id });
  bench.db.exec(
    "CREATE TRIGGER refuse BEFORE UPDATE OF state ON outbox BEGIN SELECT RAISE(ABORT, 'a fault of ours'); END",
  );
  await run();
  expect(errors.length).toBe(1);
  bench.db.exec("DROP TRIGGER refuse");
  now += 10_001;
  await run();
  expect([stateOf(id), stateOf(undo)]).toEqual(["undone", "confirmed"]);
});

describe("a confirmed acknowledgement", () => {
  const silenced: AlertReport = anAlertReport({
    state: "suppressed",
    mutings: [{ kind: "acknowledgement", id: "s1", by: "anna", until: NOW + 90_000 }],
  });

  it("ends when its source never showed it and goes on not showing it", async () => {
    await acknowledge();
    await run();
    await bench.list("alertmanager", [anAlertReport()], NOW + 5_000);
    expect(alert().acknowledgement.state).toBe("confirmed");
    await bench.list("alertmanager", [anAlertReport()], NOW + 10_001);
    expect(alert().acknowledgement.state).toBe("none");
  });

  it("is not ended by another source", async () => {
    bench.addSource("prometheus");
    await bench.list("prometheus", [anAlertReport()]);
    await acknowledge();
    await run();
    await bench.list("prometheus", [anAlertReport({ severity: "major" })], NOW + 60_000);
    expect(alert().acknowledgement.state).toBe("confirmed");
    await bench.list("alertmanager", [{ ...silenced, severity: "major" }], NOW + 61_000);
    expect(getAlert(bench.db, SCOPES, alert().fingerprint)?.acknowledgement.state).toBe("confirmed");
    await bench.list("alertmanager", [anAlertReport({ severity: "major" })], NOW + 90_000);
    expect(alert().acknowledgement.state).toBe("none");
  });
});

describe("an alert that its source knows under two handles", () => {
  const muted = { state: "suppressed" as const, mutings: [{ kind: "acknowledgement" as const, id: "s1", by: "anna" }] };
  const acknowledgeBoth = async (): Promise<[OutboxItem, OutboxItem]> => {
    await bench.list("alertmanager", [anAlertReport({ handle: "h1" }), anAlertReport({ handle: "h2" })], NOW + 1);
    const { fingerprint, version } = alert();
    const alerts = [{ fingerprint, seenVersion: version }];
    const input = { incidentId: null, seenVersion: null, alerts, note: "on it", minutes: 1 };
    const { items } = await command("acknowledge", input);
    return [items[0]!, items[1]!];
  };
  const shown = () => alert().acknowledgement.state;

  it("is acknowledged when both are confirmed, not when one is", async () => {
    const [, { id }] = await acknowledgeBoth();
    bench.db.prepare("UPDATE outbox SET next_attempt_at = next_attempt_at + 5000 WHERE id = ?").run(id);
    await run();
    expect(outbox().map(({ state }) => state)).toContain("confirmed");
    expect(shown()).toBe("queued");
    now += 5_000;
    await run();
    expect(shown()).toBe("confirmed");
  });

  it("is not acknowledged while its source mutes one of them only", async () => {
    const reports = [anAlertReport({ handle: "h1", ...muted }), anAlertReport({ handle: "h2" })];
    await bench.list("alertmanager", reports, NOW + 1);
    expect(shown()).toBe("none");
    await bench.list("alertmanager", [reports[0]!], NOW + 2);
    expect(shown()).toBe("confirmed");
  });

  it("needs a person as long as one of them is in conflict, and not after that is settled", async () => {
    const [{ id }, other] = await acknowledgeBoth();
    bench.db.prepare("UPDATE outbox SET next_attempt_at = next_attempt_at + 5000 WHERE id = ?").run(other.id);
    source.other = { state: "someone-else", effectId: "s9", by: "ben", note: "mine", until: NOW + 9 };
    await run();
    source.other = undefined;
    now += 5_000;
    await run();
    expect([stateOf(id), stateOf(other.id), shown()]).toEqual(["conflict", "confirmed", "conflict"]);
    await command("settle", { id, decision: "keep-theirs" });
    expect(shown()).toBe("none");
  });
});

it("leaves an alert as its source shows it once our side of a conflict is dropped", async () => {
  source.other = { state: "someone-else", effectId: "s9", by: "ben", note: "mine", until: NOW + 9_000 };
  const { id } = await acknowledge();
  await run();
  const mutings = [{ kind: "acknowledgement" as const, id: "s9", by: "ben" }];
  await bench.list("alertmanager", [anAlertReport({ state: "suppressed", mutings })], NOW + 2);
  await command("settle", { id, decision: "keep-theirs" });
  expect(stateOf(id)).toBe("undone");
  expect(alert().acknowledgement).toMatchObject({ state: "confirmed", by: "ben" });
});
