import { ORPCError } from "@orpc/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PERMISSIONS } from "../../../electron/engine/api/authorise.ts";
import type { Fault } from "../../../electron/engine/api/failures.ts";
import { RECORDED_A_MINUTE } from "../../../electron/engine/api/guarded.ts";
import { createRouter } from "../../../electron/engine/api/router.ts";
import { appendAudit } from "../../../electron/engine/store/audit.ts";
import { putForecast } from "../../../electron/engine/store/forecasts.ts";
import { putFinding, saveObservations } from "../../../electron/engine/store/observations.ts";
import { insertItem } from "../../../electron/engine/store/outbox.ts";
import { putSeries } from "../../../electron/engine/store/series.ts";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { FindingId } from "../../../shared/domain/finding.ts";
import { Permission, type Caller } from "../../../shared/domain/session.ts";
import { putRule } from "../../../electron/engine/store/rules.ts";
import { Rule } from "../../../shared/domain/rule.ts";
import { aForecast } from "../../builders/capacity.ts";
import { aFinding } from "../../builders/findings.ts";
import { aCaller, anAccess, type TestAccess } from "../../builders/engineAccess.ts";
import { DEFAULT, Estate, MINUTE, NIGHT, scope } from "../../builders/estate.ts";
import { A_RULE, ABOUT_ONE_THING, call, IDS, outputSchemaOf, PATHS, pathsOfContract, WRITES } from "./calls.ts";
import { type Client, type Connected, transports } from "./transports.ts";

let estate: Estate;
let access: TestAccess;
let faults: Fault[];
let connected: Connected | undefined;

beforeEach(() => {
  estate = new Estate();
  access = anAccess(estate);
  faults = [];
  fill();
});
afterEach(async () => {
  await connected?.close();
  connected = undefined;
  estate.close();
});

/** One of everything, in the default scope. */
function fill(): void {
  const line = { at: NIGHT, entityId: IDS.entity as EntityId, text: "GET /orders-db 200" };
  estate.log({ kind: "lines", lines: [line] });
  const pattern = { id: IDS.pattern, scope: DEFAULT, template: "GET <*> <*>", minutes: [1] };
  saveObservations(estate.db, {
    patterns: [
      {
        ...pattern,
        count: 1,
        firstAt: NIGHT,
        lastAt: NIGHT,
        lastMinuteAt: NIGHT,
        examples: [{ ...line, position: 1 }],
      },
    ],
    ...{ points: [], gone: [], checkpoints: [] },
  });
  estate.source(IDS.source);
  putRule(estate.db, { ...Rule.parse(A_RULE), origin: "form" }, "Ada", NIGHT);
  estate.entity(IDS.entity, { kind: "database", site: "Rotterdam" });
  estate.entity("cart-api");
  estate.edge("cart-api", IDS.entity);
  estate.change("CHG-1", IDS.entity, { at: NIGHT - MINUTE });
  const alert = estate.alert({ fingerprint: IDS.fingerprint, entity: IDS.entity });
  estate.incident(IDS.incident, [alert, estate.alert({ entity: "cart-api", state: "suppressed" })]);
  putSeries(estate.db, {
    ...{
      scope: DEFAULT,
      id: IDS.series,
      sourceId: IDS.source,
      entityId: IDS.entity as EntityId,
      name: "latency",
      unit: "ms",
    },
    labels: {},
    limit: null,
    lastAt: NIGHT,
  });
  const entityId = IDS.entity as EntityId;
  putForecast(estate.db, aForecast({ seriesId: IDS.series, entityId }));
  putFinding(estate.db, aFinding({ id: IDS.finding as FindingId, subject: IDS.series }), 1);
  insertItem(estate.db, {
    id: IDS.item,
    scope: DEFAULT,
    kind: "acknowledge",
    idempotencyKey: "key",
    alertId: alert.id,
    incidentId: IDS.incident,
    sourceId: IDS.source,
    handle: "handle",
    seenVersion: 1,
    by: "Ada",
    note: "",
    createdAt: NIGHT,
    until: NIGHT + MINUTE,
    nextAttemptAt: NIGHT,
    undoes: null,
  });
  appendAudit(estate.db, {
    at: NIGHT,
    by: "Ada",
    scope: DEFAULT,
    action: "incidents.note",
    target: IDS.incident,
    outcome: "done",
    detail: {},
  });
}

/** What the ingest thread would answer. */
async function answerCommands(): Promise<void> {
  const { listOutbox } = await import("../../../electron/engine/store/read-outbox.ts");
  const [item] = listOutbox(estate.reader, [DEFAULT], { states: ["queued"], offset: 0, limit: 1 }).rows;
  if (!item) throw new Error("the estate has no outbox item");
  access.answer("acknowledge", { ok: true, value: { items: [item], skipped: [] } });
  access.answer("undoIncident", { ok: true, value: { items: [item] } });
  access.answer("undoItem", { ok: true, value: item });
  access.answer("settle", { ok: true, value: item });
  access.answer("note", { ok: true, value: { version: 2 } });
  access.answer("setOwner", { ok: true, value: { version: 2 } });
  access.answer("giveVerdicts", { ok: true, value: { verdictIds: ["v1"] } });
  access.answer("takeBack", { ok: true, value: { takenBack: true } });
  access.answer("addChange", { ok: true, value: { id: "CHG-2", entityName: IDS.entity, newEntity: false } });
  access.answer("judgeFinding", { ok: true, value: { dismissed: true } });
  access.answer("testSource", {
    ok: true,
    value: { ok: true, about: "Alertmanager 0.25.0", alerts: 2, failure: null },
  });
  access.answer("saveSource", { ok: true, value: { id: IDS.source } });
  access.answer("removeSource", { ok: true, value: { removed: true } });
  access.answer("pollSource", { ok: true, value: { scheduled: true } });
  access.answer("saveRule", { ok: true, value: { id: A_RULE.id } });
  access.answer("removeRule", { ok: true, value: { removed: true } });
}

const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return "answered";
  } catch (error) {
    if (error instanceof ORPCError) return error.code;
    throw error;
  }
};

it("has an input here and a permission for every procedure of the contract", () => {
  expect([...PATHS, "updates.watch"].toSorted()).toEqual(pathsOfContract().toSorted());
  expect(Object.keys(PERMISSIONS).toSorted()).toEqual(pathsOfContract().toSorted());
});

it("tells the folder of the data only to who may configure", async () => {
  const folderFor = async (permissions: Caller["permissions"]) => {
    connected = await transports["a WebSocket"]!(
      createRouter(access, (fault) => faults.push(fault)),
      { name: "x", scopes: [DEFAULT], permissions },
    );
    const { dataFolder } = await connected.client.session.get();
    await connected.close();
    return dataFolder;
  };
  expect(await folderFor(["read", "act"])).toBeNull();
  expect(await folderFor(["read", "configure"])).toBe(access.facts().dataFolder);
});

describe.each(Object.entries(transports))("over %s", (_name, connect) => {
  const as = async (caller: Caller): Promise<Client> => {
    connected = await connect(
      createRouter(access, (fault) => faults.push(fault)),
      caller,
    );
    return connected.client;
  };

  it("every procedure answers as the contract says", async () => {
    await answerCommands();
    const client = await as(aCaller());
    for (const path of PATHS) {
      const answer = await call(client, path);
      expect(() => outputSchemaOf(path).parse(answer), path).not.toThrow();
    }
    expect(faults).toEqual([]);
    expect(access.sent.map((command) => command.name)).toEqual(PATHS.flatMap((path) => WRITES[path] ?? []));
  });

  it("every procedure refuses a caller without its permission, and the refusal is recorded", async () => {
    for (const path of PATHS) {
      const permissions = Permission.options.filter((permission) => permission !== PERMISSIONS[path]);
      const client = await as(aCaller({ permissions }));
      expect(await codeOf(call(client, path)), path).toBe("FORBIDDEN");
      await connected?.close();
    }
    expect(access.sent.map((command) => command.name)).toEqual(PATHS.map(() => "recordDenial"));
    expect(access.sent.map((command) => (command.input as { action: string }).action)).toEqual(PATHS);
    const watching = await (await as(aCaller({ permissions: ["act"] }))).updates.watch().then(
      () => "answered",
      (error: ORPCError<string, unknown>) => error.code,
    );
    expect(watching).toBe("FORBIDDEN");
  });

  it("refuses as often as it is asked, and records no more than the first sixty of a minute and a caller", async () => {
    let now = NIGHT;
    access = anAccess(estate, { now: () => now });
    const client = await as(aCaller({ name: "wall", permissions: ["read"] }));
    for (let time = 0; time <= RECORDED_A_MINUTE; time += 1)
      expect(await codeOf(client.sources.remove({ id: IDS.source }))).toBe("FORBIDDEN");
    expect(access.sent).toHaveLength(RECORDED_A_MINUTE);
    now += MINUTE;
    await codeOf(client.sources.remove({ id: IDS.source }));
    expect(access.sent).toHaveLength(RECORDED_A_MINUTE + 1);
  });

  it("every procedure refuses a caller without scopes", async () => {
    const client = await as(aCaller({ scopes: [] }));
    for (const path of PATHS) expect(await codeOf(call(client, path)), path).toBe("FORBIDDEN");
  });

  it("what is in another scope is not there, and nothing is sent to change it", async () => {
    await answerCommands();
    const client = await as(aCaller({ scopes: [scope("bank")] }));
    for (const path of ABOUT_ONE_THING) {
      expect(["NOT_FOUND", "FORBIDDEN"], path).toContain(await codeOf(call(client, path)));
    }
    expect(access.sent.filter((command) => command.name !== "recordDenial")).toEqual([]);
    const answers = await Promise.all(
      PATHS.filter((path) => !ABOUT_ONE_THING.includes(path))
        .filter((path) => !(path in WRITES))
        .map((path) => call(client, path)),
    );
    expect(JSON.stringify(answers)).not.toMatch(/orders-db|INC-AAAA|cart-api|fingerprint/);
  });

  it("passes refusals on with their reason", async () => {
    const reason = { code: "conflict.grown", params: { count: 2 } };
    access.answer("acknowledge", { ok: false, error: { code: "CONFLICT", reason } });
    const client = await as(aCaller());
    await expect(client.incidents.acknowledge({ id: IDS.incident as never, seenVersion: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
      defined: true,
      data: { reason },
    });
    access.answer("note", { ok: false, error: { code: "BUSY", reason } });
    expect(await codeOf(client.incidents.note({ id: IDS.incident as never, text: "x" }))).toBe("BUSY");
  });

  it("hides a fault behind an id that the log has too", async () => {
    access.facts = () => {
      throw new Error("secret path /var/lib/x");
    };
    const client = await as(aCaller());
    const error = await client.health.get().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "INTERNAL_SERVER_ERROR", data: { fault: faults[0]?.id } });
    expect(JSON.stringify(error)).not.toContain("secret");
    expect(faults).toMatchObject([{ path: "health.get", error: { message: "secret path /var/lib/x" } }]);
  });

  it("refuses malformed input before it reaches the store, but only to those who may ask", async () => {
    const wrong = { limit: 501 };
    expect(await codeOf((await as(aCaller())).incidents.list(wrong))).toBe("BAD_REQUEST");
    await connected?.close();
    expect(await codeOf((await as(aCaller({ permissions: [] }))).incidents.list(wrong))).toBe("FORBIDDEN");
  });

  it("survives messages that are none", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const client = await as(aCaller());
    for (const message of ["", "{", "null", "[]", "{}", '{"i":"1","p":{"u":1}}', "\u0000"]) connected?.sendRaw(message);
    expect(await client.alerts.counts()).toMatchObject({ firing: 1 });
    vi.restoreAllMocks();
  });

  it("tells first every topic, then what changed, and stops watching with the client", async () => {
    const client = await as(aCaller());
    const updates = await client.updates.watch();
    expect((await updates.next()).value).toMatchObject({
      kind: "changed",
      topics: expect.arrayContaining(["incidents", "session"]),
    });
    const next = updates.next();
    await expect.poll(() => access.watchers()).toBe(1);
    access.announce(["outbox"], 7);
    expect((await next).value).toEqual({ kind: "changed", topics: ["outbox"], version: 7 });
    await connected?.close();
    await expect.poll(() => access.watchers()).toBe(0);
  });
});
