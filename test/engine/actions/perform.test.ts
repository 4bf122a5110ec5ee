import { describe, expect, it } from "vitest";
import { advanceAcknowledge, advanceUndo, type ActionPort } from "../../../electron/engine/actions/perform.ts";
import type { Effect, Result } from "../../../electron/engine/connectors/connector.ts";
import type { OutboxRow } from "../../../electron/engine/store/outbox.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";
import type { FailureKind } from "../../../shared/domain/source.ts";

const NOW = 1_700_000_000_000;

const anItem = (more: Partial<OutboxRow> = {}): OutboxRow => ({
  id: "o1",
  scope: DEFAULT_SCOPE,
  kind: "acknowledge",
  state: "queued",
  idempotencyKey: "o1",
  alertId: 1,
  incidentId: null,
  sourceId: "alertmanager",
  handle: "h1",
  seenVersion: 1,
  by: "anna",
  note: "looking",
  createdAt: NOW,
  updatedAt: NOW,
  until: NOW + 60_000,
  effectId: null,
  attempts: 0,
  nextAttemptAt: NOW,
  outcome: null,
  undoes: null,
  ...more,
});

const failure = (kind: FailureKind): Result<never> => ({
  ok: false,
  failure: { kind, message: { code: `failure.${kind}`, params: {} } },
});
const found = (effect: Effect): Result<Effect> => ({ ok: true, value: effect });

/** A source that answers as told and remembers what it was asked to do. */
function aSource(
  effect: Result<Effect>,
  acknowledged: Result<{ effectId: string }> = { ok: true, value: { effectId: "s1" } },
) {
  const done: string[] = [];
  const port: ActionPort = {
    find: async () => effect,
    acknowledge: async (request) => {
      done.push(`acknowledge ${request.target.handle}`);
      return acknowledged;
    },
    undo: async (id) => {
      done.push(`undo ${id}`);
      return effect.ok ? { ok: true, value: { gone: true } } : effect;
    },
  };
  return { port, done };
}

describe("an acknowledgement", () => {
  it("is sent when the source shows none, and is not confirmed by that", async () => {
    const { port, done } = aSource(found({ state: "absent" }));
    expect(await advanceAcknowledge(anItem(), true, port, NOW)).toMatchObject({
      state: "sent",
      effectId: "s1",
      nextAttemptAt: NOW,
    });
    expect(done).toEqual(["acknowledge h1"]);
  });

  it("is confirmed when the source shows it, and never sent again", async () => {
    const { port, done } = aSource(found({ state: "in-force", effectId: "s1", until: NOW + 5 }));
    for (const state of ["queued", "sent"] as const) {
      expect(await advanceAcknowledge(anItem({ state }), true, port, NOW)).toMatchObject({
        state: "confirmed",
        until: NOW + 5,
      });
    }
    expect(done).toEqual([]);
  });

  it("is a conflict with both sides when somebody else has it, or the alert is gone", async () => {
    const other = aSource(found({ state: "someone-else", effectId: "s9", by: "ben", note: "mine", until: NOW + 9 }));
    expect((await advanceAcknowledge(anItem(), true, other.port, NOW)).outcome).toMatchObject({
      ours: { code: "outbox.ours.acknowledge", params: { by: "anna" } },
      theirs: { code: "outbox.theirs.acknowledged", params: { by: "ben", note: "mine" } },
    });
    const gone = aSource(found({ state: "alert-gone" }));
    const advance = await advanceAcknowledge(anItem(), false, gone.port, NOW);
    expect(advance).toMatchObject({ state: "conflict", outcome: { theirs: { code: "outbox.theirs.gone" } } });
    expect([...other.done, ...gone.done]).toEqual([]);
  });

  it("gives a source a minute to learn again of an alert that still holds elsewhere", async () => {
    const { port, done } = aSource(found({ state: "alert-gone" }));
    let item = anItem();
    let waitedMs = 0;
    for (;;) {
      const advance = await advanceAcknowledge(item, true, port, NOW);
      if (advance.state === "conflict") break;
      expect(advance.state).toBe("queued");
      waitedMs += (advance.nextAttemptAt ?? NOW) - NOW;
      item = { ...item, attempts: advance.attempts ?? 0 };
    }
    expect(waitedMs).toBe(62_000);
    expect(done).toEqual([]);
  });

  it("waits for a source that does not answer, longer each time, and keeps its state", async () => {
    const { port } = aSource(failure("unreachable"));
    const first = await advanceAcknowledge(anItem(), true, port, NOW);
    const fifth = await advanceAcknowledge(anItem({ attempts: 4 }), true, port, NOW);
    expect(first).toMatchObject({ state: "queued", attempts: 1, nextAttemptAt: NOW + 2_000 });
    expect(fifth).toMatchObject({ state: "queued", attempts: 5, nextAttemptAt: NOW + 32_000 });
  });

  it("fails at once where only a person can help", async () => {
    for (const kind of ["unauthorised", "forbidden", "refused", "misconfigured"] as const) {
      expect(await advanceAcknowledge(anItem(), true, aSource(failure(kind)).port, NOW)).toMatchObject({
        state: "failed",
      });
    }
  });

  it("fails when the source took it but does not show it", async () => {
    const { port, done } = aSource(found({ state: "absent" }));
    expect(await advanceAcknowledge(anItem({ state: "sent", attempts: 3 }), true, port, NOW)).toMatchObject({
      state: "sent",
      attempts: 4,
    });
    expect(await advanceAcknowledge(anItem({ state: "sent", attempts: 4 }), true, port, NOW)).toMatchObject({
      state: "failed",
    });
    expect(done).toEqual([]);
  });

  it("is not sent when its time is over, to the millisecond", async () => {
    const { port, done } = aSource(found({ state: "absent" }));
    expect(await advanceAcknowledge(anItem({ until: NOW }), true, port, NOW)).toMatchObject({ state: "failed" });
    expect(done).toEqual([]);
    expect(await advanceAcknowledge(anItem({ until: NOW + 1 }), true, port, NOW)).toMatchObject({ state: "sent" });
  });
});

describe("an undo", () => {
  it("is confirmed when the source has let go", async () => {
    const { port, done } = aSource(found({ state: "absent" }));
    expect(await advanceUndo(anItem({ kind: "undo" }), anItem({ effectId: "s1" }), port, NOW)).toMatchObject({
      state: "confirmed",
    });
    expect(done).toEqual(["undo s1"]);
  });

  it("waits for a source that does not answer", async () => {
    expect(
      await advanceUndo(anItem({ kind: "undo" }), anItem({ effectId: "s1" }), aSource(failure("timeout")).port, NOW),
    ).toMatchObject({
      state: "queued",
      attempts: 1,
    });
  });
});
