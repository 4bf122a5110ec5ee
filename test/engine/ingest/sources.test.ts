import { expect, it, onTestFinished } from "vitest";
import type { SourceConfig } from "../../../shared/domain/source.ts";
import { connectors, createRegistry } from "../../../electron/engine/connectors/registry.ts";
import { type SourceEvents, Sources } from "../../../electron/engine/ingest/sources.ts";
import { aConnectorIo } from "../../builders/connectorIo.ts";

/** Sources that really listen. `failures` and `addresses` in the order in which they were told. */
function someSources() {
  const addresses: string[] = [];
  const failures: string[] = [];
  const events: SourceEvents = {
    polled: async () => {},
    delivered: async () => ({ ok: true, value: { committed: 0 } }),
    failed: (_id, { message }) => void failures.push(message.code),
    heartbeat: () => {},
    listening: (_id, address) => void addresses.push(address),
    cursorOf: () => undefined,
  };
  const makeIo = (signal: AbortSignal) => ({ ...aConnectorIo(), signal });
  const sources = new Sources({
    registry: createRegistry(connectors),
    makeIo,
    events,
    log: (line) => failures.push(line),
  });
  onTestFinished(() => sources.stopAll());
  return { sources, addresses, failures };
}

const aReceiver = (port: number, name: string): SourceConfig => ({
  id: "pushed",
  kind: "alert-receiver",
  name,
  enabled: true,
  settings: { host: "127.0.0.1", port, auth: "none" },
});

it("runs what was saved last when a source is saved twice in quick succession, on the same port", async () => {
  const { sources, addresses, failures } = someSources();
  sources.start(aReceiver(0, "first"));
  await expect.poll(() => addresses.length).toBe(1);
  const port = Number(new URL(addresses[0]!).port);
  sources.replace("pushed", aReceiver(port, "second"));
  sources.replace("pushed", aReceiver(port, "third"));
  // The second is ended while it opens its port, which the third needs.
  await expect
    .poll(() => [addresses.length > 1, sources.nameOf("pushed"), failures], { timeout: 15_000 })
    .toEqual([true, "third", []]);
  expect(new Set(addresses).size).toBe(1);
});

it("runs nothing when a source is saved and removed in quick succession", async () => {
  const { sources, failures } = someSources();
  sources.replace("pushed", aReceiver(0, "first"));
  sources.replace("pushed", undefined);
  await sources.stopAll();
  expect(sources.has("pushed")).toBe(false);
  expect(failures).toEqual([]);
});
