import { onTestFinished } from "vitest";
import type { ConnectorIo } from "../../electron/engine/connectors/connector.ts";
import { failed } from "../../electron/engine/connectors/failure.ts";
import { createIo } from "../../electron/engine/connectors/io.ts";

/** A real io for one test, with secrets by reference and a clock that stands where it is put. */
export function aConnectorIo(
  secrets: Record<string, string> = {},
  clock: { at: number } = { at: Date.UTC(2026, 10, 22, 12) },
): ConnectorIo & { faults: unknown[] } {
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  const faults: unknown[] = [];
  const io = createIo({
    now: () => clock.at,
    random: () => 0.5,
    signal: ended.signal,
    secret: async (reference) => {
      const value = secrets[reference];
      return value === undefined
        ? failed("misconfigured", "failure.setting.secret", { setting: reference })
        : { ok: true, value };
    },
  });
  return { ...io, faults, fault: (error) => faults.push(error) };
}
