import { describe, expect, it } from "vitest";
import { nextDelayMs } from "../../../electron/engine/connectors/backoff.ts";
import type { Connector, ConnectorIo, Polled, Result } from "../../../electron/engine/connectors/connector.ts";
import { failed, failureOf } from "../../../electron/engine/connectors/failure.ts";
import { superviseSource, type Watcher } from "../../../electron/engine/connectors/supervise.ts";
import { z } from "zod";
import { aConnectorIo } from "../../builders/connectorIo.ts";

const SNAPSHOT: Polled = { kind: "snapshot", reports: [] };
const good: Result<Polled> = { ok: true, value: SNAPSHOT };
const down = failed("unreachable", "failure.unreachable", { address: "x", detail: "ECONNREFUSED" });

/** Timers that run when the test says so; time stands still between. */
function manualTimers(clock: { at: number }) {
  const due = new Map<number, { at: number; work: () => void }>();
  let last = 0;
  return {
    timers: {
      set: (work: () => void, delayMs: number) => (due.set(++last, { at: clock.at + delayMs, work }), last),
      clear: (timer: unknown) => void due.delete(timer as number),
    },
    waiting: () => [...due.values()].map(({ at }) => at - clock.at).sort((a, b) => a - b),
    /** Runs what is due until then, in order, and lets each finish. */
    async pass(ms: number) {
      const until = clock.at + ms;
      for (;;) {
        const next = [...due].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at)[0];
        if (next === undefined) break;
        due.delete(next[0]);
        clock.at = next[1].at;
        next[1].work();
        await settle();
      }
      clock.at = until;
    },
  };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

type Poll = (cursor: string | undefined, io: ConnectorIo) => Promise<Result<Polled>>;

async function supervised(
  poll: Poll | undefined,
  more: Partial<Connector<object>> = {},
  onPolled?: Watcher["onPolled"],
) {
  const clock = { at: 1_000_000 };
  const manual = manualTimers(clock);
  const log: unknown[] = [];
  const connector: Connector<object> = {
    kind: "test",
    title: "Test",
    gives: [],
    config: z.object({}),
    intervalMs: () => 10_000,
    test: async () => ({ ok: true, about: null, alerts: null, failure: null }),
    ...(poll ? { poll: (_: object, cursor: string | undefined, io: ConnectorIo) => poll(cursor, io) } : {}),
    ...more,
  };
  const supervision = superviseSource({
    connector,
    config: {},
    cursor: "c0",
    io: aConnectorIo({}, clock),
    deliver: async (reports) => ({ ok: true, value: { committed: reports.length } }),
    timers: manual.timers,
    pollLimitMs: 60_000,
    watcher: {
      onPolled: async (polled, receivedAt) => {
        log.push(["polled", receivedAt - 1_000_000]);
        await onPolled?.(polled, receivedAt);
      },
      onHeartbeat: () => log.push(["heartbeat"]),
      onFailed: ({ kind, message }, nextPollAt) => log.push(["failed", kind, message.code, nextPollAt - clock.at]),
      onScheduled: (nextPollAt) => log.push(["scheduled", nextPollAt - clock.at]),
      onListening: (address) => log.push(["listening", address]),
      onFault: (error) => log.push(["fault", error instanceof Error ? error.message : error]),
    },
  });
  await settle();
  return { ...manual, clock, log, supervision };
}

describe("a source that answers", () => {
  it("is polled at once and then at its interval, with the last committed cursor", async () => {
    const cursors: (string | undefined)[] = [];
    const { pass, log } = await supervised(async (cursor) => {
      cursors.push(cursor);
      return { ok: true, value: { ...SNAPSHOT, cursor: `c${cursors.length}` } };
    });
    await pass(20_000);
    expect(cursors).toEqual(["c0", "c1", "c2"]);
    expect(log.slice(0, 4)).toEqual([
      ["polled", 0],
      ["scheduled", 10_000],
      ["polled", 10_000],
      ["scheduled", 10_000],
    ]);
  });

  it("keeps its cursor when the commit fails, says so and tries again", async () => {
    const cursors: (string | undefined)[] = [];
    let broken = true;
    const { pass, log } = await supervised(
      async (cursor) => (cursors.push(cursor), { ok: true, value: { ...SNAPSHOT, cursor: "next" } }),
      {},
      async () => {
        if (broken) throw Object.assign(new Error("the disk is full"), { code: "SQLITE_FULL" });
      },
    );
    expect(log.slice(1)).toEqual([
      ["fault", "the disk is full"],
      ["failed", "refused", "failure.notStored", 5_000],
    ]);
    broken = false;
    await pass(15_000);
    expect(cursors).toEqual(["c0", "c0", "next"]);
  });

  it("is polled at once when asked, and once more when a poll is under way", async () => {
    let polls = 0;
    let release = (): void => undefined;
    const { pass, supervision, waiting } = await supervised(async () => {
      polls++;
      if (polls === 2) await new Promise<void>((resolve) => (release = resolve));
      return good;
    });
    expect(supervision.pollNow()).toBe(true);
    expect(waiting()).toEqual([0]);
    await pass(0);
    expect([supervision.pollNow(), supervision.pollNow()]).toEqual([true, true]);
    release();
    await settle();
    await pass(0);
    expect(polls).toBe(3);
    expect(waiting()).toEqual([10_000]);
  });
});

describe("a source that fails", () => {
  it("is tried again after waits that double, by chance shorter, five minutes at most, and afresh after an answer", async () => {
    let answers = false;
    const { pass, log } = await supervised(async () => (answers ? good : down));
    await pass(600_000);
    const waits = log.map((entry) => (entry as [string, string, string, number])[3]);
    expect(waits.slice(0, 8)).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 150_000, 150_000, 150_000]);
    answers = true;
    await pass(150_000);
    answers = false;
    log.length = 0;
    await pass(10_000);
    expect(log.find((entry) => (entry as string[])[0] === "failed")).toEqual([
      "failed",
      "unreachable",
      "failure.unreachable",
      5_000,
    ]);
  });

  it("is not tried before it asked to be", () => {
    const asked = failureOf("rate-limited", "failure.rateLimitedUntil", { retryAfterMs: 90_000 });
    expect(nextDelayMs(asked, 0, 10_000, 0.999)).toBe(90_000);
    expect(nextDelayMs(asked, 8, 10_000, 0.999)).toBe(299_700);
    expect(nextDelayMs(down.failure, 0, 10_000, 0)).toBe(1_000);
    expect(nextDelayMs(down.failure, 5_000, 10_000, 0.999)).toBe(299_700);
  });

  it("by throwing becomes a visible failure whose text nobody sees, and a fault in the log", async () => {
    const { log } = await supervised(async () => {
      throw new RangeError("a secret");
    });
    expect(log).toEqual([
      ["fault", "a secret"],
      ["failed", "malformed", "failure.fault", 5_000],
    ]);
  });

  it("by throwing before it returns a promise is no different", async () => {
    const { log } = await supervised(() => {
      throw new TypeError("at once");
    });
    expect(log).toEqual([
      ["fault", "at once"],
      ["failed", "malformed", "failure.fault", 5_000],
    ]);
  });

  it("by hanging is given up, its requests are let go, and it is tried again", async () => {
    const signals: AbortSignal[] = [];
    const { pass, log } = await supervised((_, io) => {
      signals.push(io.signal);
      return signals.length === 1 ? new Promise(() => undefined) : Promise.resolve(good);
    });
    await pass(59_999);
    expect([log, signals[0]?.aborted]).toEqual([[], false]);
    await pass(1);
    expect([log, signals[0]?.aborted]).toEqual([[["failed", "timeout", "failure.hung", 5_000]], true]);
    await pass(5_000);
    expect(log).toHaveLength(3);
  });

  it("by flooding is refused", async () => {
    const reports = Array.from({ length: 250_001 }) as Polled["reports"];
    const { log } = await supervised(async () => ({ ok: true, value: { kind: "snapshot", reports } }));
    expect(log).toEqual([["failed", "too-large", "failure.tooMany", 5_000]]);
  });
});

describe("a source that listens", () => {
  it("tells where, and its heartbeat at each interval", async () => {
    let closed = false;
    const { pass, log, supervision } = await supervised(undefined, {
      listen: async () => ({
        ok: true,
        value: { address: "http://127.0.0.1:1", close: async () => void (closed = true) },
      }),
    });
    await pass(10_000);
    expect(log).toEqual([
      ["listening", "http://127.0.0.1:1"],
      ["heartbeat"],
      ["scheduled", 10_000],
      ["heartbeat"],
      ["scheduled", 10_000],
    ]);
    expect(supervision.pollNow()).toBe(false);
    await supervision.stop();
    expect(closed).toBe(true);
  });

  it("tries again when it cannot, and is not polled before", async () => {
    let free = false;
    let polls = 0;
    const { pass, log } = await supervised(async () => (polls++, good), {
      listen: async () =>
        free
          ? { ok: true, value: { address: "here", close: async () => undefined } }
          : failed("misconfigured", "failure.portTaken", { address: "x" }),
    });
    expect([log, polls]).toEqual([[["failed", "misconfigured", "failure.portTaken", 5_000]], 0]);
    free = true;
    await pass(5_000);
    expect(log.slice(1)).toEqual([
      ["listening", "here"],
      ["polled", 5_000],
      ["scheduled", 10_000],
    ]);
  });

  it("closes a listener that opened after it was given up", async () => {
    let closed = false;
    let open: (value: Result<{ address: string; close(): Promise<void> }>) => void = () => undefined;
    const { pass, log } = await supervised(undefined, { listen: () => new Promise((resolve) => (open = resolve)) });
    await pass(60_000);
    expect(log).toMatchObject([["failed", "timeout", "failure.hung", 5_000]]);
    open({ ok: true, value: { address: "late", close: async () => void (closed = true) } });
    await settle();
    expect(closed).toBe(true);
  });
});

describe("a source that is stopped", () => {
  it("lets go of what hangs and tells nothing more", async () => {
    const { log, supervision, waiting } = await supervised(() => new Promise(() => undefined));
    await supervision.stop();
    expect([log, waiting(), supervision.pollNow()]).toEqual([[], [], false]);
  });

  it("does not disturb another", async () => {
    const hung = await supervised(() => new Promise(() => undefined));
    const { log } = await supervised(async () => good);
    await hung.supervision.stop();
    expect(log).toHaveLength(2);
  });
});
