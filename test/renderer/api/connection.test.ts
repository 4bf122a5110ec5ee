import { expect, it } from "vitest";
import { backOffMs } from "../../../renderer/api/backOff.ts";
import { Connection, EngineUnreachable } from "../../../renderer/api/connection.ts";
import { takeToken } from "../../../renderer/api/session.ts";
import { NotSignedIn, type Transport } from "../../../renderer/api/transport.ts";

/** A transport that tests close by hand. */
function aTransport(answer: string): Transport & { die(): void } {
  let die = (): void => undefined;
  const closed = new Promise<void>((resolve) => (die = resolve));
  return { link: { call: () => Promise.resolve(answer) }, closed, close: () => die(), die: () => die() };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const call = (connection: Connection): Promise<unknown> => connection.link.call(["any"], undefined, { context: {} });

it("sends calls to the transport that is open, and to the next one after it died", async () => {
  const transports = [aTransport("first"), aTransport("second")];
  const opened = [...transports];
  const connection = new Connection({ open: async () => opened.shift()!, sleep: async () => undefined });
  void connection.run();
  await settled();
  expect(await call(connection)).toBe("first");
  transports[0]!.die();
  await settled();
  expect(await call(connection)).toBe("second");
  connection.stop();
});

it("is lost since the transport died, however often it tries, and refuses calls meanwhile", async () => {
  const first = aTransport("first");
  let time = 1_000;
  let attempts = 0;
  const states: unknown[] = [];
  const connection = new Connection({
    open: async () => (attempts++ === 0 ? first : Promise.reject(new Error("down"))),
    now: () => time,
    sleep: async () => {
      time += 100;
      if (attempts > 3) connection.stop();
    },
  });
  connection.subscribe(() => states.push(connection.state));
  const run = connection.run();
  await settled();
  time = 5_000;
  first.die();
  await run;
  await expect(call(connection)).rejects.toBeInstanceOf(EngineUnreachable);
  expect(states[0]).toEqual({ kind: "open", since: 1_000 });
  expect(new Set(states.slice(1).map((state) => (state as { since: number }).since))).toEqual(new Set([5_000]));
});

it("stops trying when the engine does not know the window", async () => {
  let attempts = 0;
  const open = async (): Promise<Transport> => {
    attempts += 1;
    throw new NotSignedIn("no");
  };
  const connection = new Connection({ open });
  await connection.run();
  expect(connection.state).toEqual({ kind: "refused" });
  expect(attempts).toBe(1);
});

it("waits between a half and the whole of a doubling time, from 0.25 to 5 s", () => {
  expect([
    backOffMs(0, 0),
    backOffMs(0, 1),
    backOffMs(1, 1),
    backOffMs(4, 1),
    backOffMs(5, 1),
    backOffMs(1000, 1),
  ]).toEqual([125, 250, 500, 4000, 5000, 5000]);
});

it("takes the token out of the address, wherever it stands, and leaves the rest", () => {
  expect(takeToken("http://h/?token=abc#/incidents")).toEqual({ token: "abc", without: "http://h/#/incidents" });
  expect(takeToken("http://h/#/alerts?incident=INC-1&token=abc")).toEqual({
    token: "abc",
    without: "http://h/#/alerts?incident=INC-1",
  });
  expect(takeToken("http://h/#/wall")).toEqual({ token: null, without: "http://h/#/wall" });
});
