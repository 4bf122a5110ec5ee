import { beforeEach, describe, expect, it } from "vitest";
import type { AlertReport } from "../../../../shared/domain/event.ts";
import type { AcknowledgeRequest } from "../../../../electron/engine/connectors/connector.ts";
import { DEMO_SEED } from "../../../../electron/engine/connectors/demo/settings.ts";
import { look, MINUTE, OPENED } from "./look.ts";

const requestFor = (handle: string, over: Partial<AcknowledgeRequest> = {}): AcknowledgeRequest => ({
  target: { handle },
  by: "anna",
  note: "on it",
  until: OPENED + 30 * MINUTE,
  idempotencyKey: "key-1",
  ...over,
});

let demo: ReturnType<typeof look>;
let alert: AlertReport;

beforeEach(async () => {
  demo = look(DEMO_SEED);
  alert = (await demo.alerts("database")).find(({ severity }) => severity === "critical")!;
});

const act = () => demo.demo.act!;
const find = (request: AcknowledgeRequest) => act().find(demo.settingsOf("database"), request, demo.io);
const acknowledge = (request: AcknowledgeRequest) => act().acknowledge(demo.settingsOf("database"), request, demo.io);
const again = async (): Promise<AlertReport | undefined> =>
  (await demo.alerts("database")).find(({ handle }) => handle === alert.handle);

describe("acknowledging in the demo", () => {
  it("finds nothing before, its own afterwards, and the alert comes back suppressed", async () => {
    const request = requestFor(alert.handle);
    expect(await find(request)).toEqual({ ok: true, value: { state: "absent" } });
    const sent = await acknowledge(request);
    const effectId = sent.ok ? sent.value.effectId : "";
    expect(await find(request)).toEqual({ ok: true, value: { state: "in-force", effectId, until: request.until } });
    expect(await again()).toMatchObject({
      state: "suppressed",
      mutings: [{ kind: "acknowledgement", id: effectId, by: "anna", note: "on it", until: request.until }],
    });
  });

  it("enters the same key once", async () => {
    const [first, second] = [await acknowledge(requestFor(alert.handle)), await acknowledge(requestFor(alert.handle))];
    expect(second).toEqual(first);
    expect((await again())?.mutings).toHaveLength(1);
  });

  it("takes an acknowledgement back, and does so twice without complaint", async () => {
    const sent = await acknowledge(requestFor(alert.handle));
    const effectId = sent.ok ? sent.value.effectId : "";
    for (const attempt of [1, 2]) {
      expect(await act().undo(demo.settingsOf("database"), effectId, demo.io), `attempt ${attempt}`).toEqual({
        ok: true,
        value: { gone: true },
      });
    }
    expect(await again()).toMatchObject({ state: "firing", mutings: [] });
  });

  it("lets it end by itself, to the millisecond", async () => {
    await acknowledge(requestFor(alert.handle, { until: OPENED + 5000 }));
    demo.time.now = OPENED + 4999;
    expect((await again())?.state).toBe("suppressed");
    demo.time.now = OPENED + 5000;
    expect((await again())?.state).toBe("firing");
  });

  it("says that the alert is gone, and takes no acknowledgement for it", async () => {
    demo.time.now = OPENED + 40 * MINUTE;
    expect(await find(requestFor(alert.handle))).toEqual({ ok: true, value: { state: "alert-gone" } });
    expect(await acknowledge(requestFor(alert.handle))).toMatchObject({
      ok: false,
      failure: { kind: "refused", message: { code: "demo.alertGone" } },
    });
  });

  it("names another operator who was first", async () => {
    await acknowledge(requestFor(alert.handle, { by: "boris", idempotencyKey: "key-2" }));
    expect(await find(requestFor(alert.handle))).toMatchObject({
      ok: true,
      value: { state: "someone-else", by: "boris", note: "on it" },
    });
  });

  it("keeps the books of two demos apart", async () => {
    await acknowledge(requestFor(alert.handle));
    const other = await look(DEMO_SEED).alerts("database");
    expect(other.find(({ handle }) => handle === alert.handle)?.state).toBe("firing");
  });

  it("fails like the tool when the tool is out of reach", async () => {
    const settings = demo.settingsOf("database", { disconnectAt: OPENED });
    expect(await act().find(settings, requestFor(alert.handle), demo.io)).toMatchObject({
      ok: false,
      failure: { kind: "unreachable" },
    });
    expect(await act().acknowledge(settings, requestFor(alert.handle), demo.io)).toMatchObject({ ok: false });
    expect(await act().undo(settings, "any", demo.io)).toMatchObject({ ok: false });
  });
});

describe("a colleague at the tool itself", () => {
  const uplink = async (): Promise<AlertReport> =>
    (await demo.alerts("network")).find(({ name }) => name === "linkDown")!;

  it("acknowledges the uplink some minutes after the opening, so a waiting acknowledgement meets a conflict", async () => {
    const { handle, state } = await uplink();
    const settings = demo.settingsOf("network");
    expect(state).toBe("firing");
    expect(await act().find(settings, requestFor(handle), demo.io)).toEqual({ ok: true, value: { state: "absent" } });
    demo.time.now = OPENED + 5 * MINUTE;
    const { mutings } = await uplink();
    expect(mutings).toHaveLength(1);
    expect(await act().find(settings, requestFor(handle), demo.io)).toMatchObject({
      ok: true,
      value: { state: "someone-else", effectId: mutings[0]!.id, by: mutings[0]!.by, until: mutings[0]!.until },
    });
  });

  it("can be overruled: the effect is taken back and stays so", async () => {
    demo.time.now = OPENED + 5 * MINUTE;
    const { mutings } = await uplink();
    await act().undo(demo.settingsOf("network"), mutings[0]!.id, demo.io);
    demo.time.now += MINUTE;
    expect(await uplink()).toMatchObject({ state: "firing", mutings: [] });
  });
});
