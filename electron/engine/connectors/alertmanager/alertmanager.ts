import { z } from "zod";
import type { Connector } from "../connector.ts";
import { checkAuth, serverFields } from "../server.ts";
import { acknowledgement } from "./acknowledge.ts";
import { fetchHeld } from "./alerts.ts";
import { fetchStatus } from "./answers.ts";

const Config = z.strictObject(serverFields).superRefine(checkAuth);
export type AlertmanagerConfig = z.output<typeof Config>;

/** Polls the alerts of an Alertmanager (API v2) and acknowledges by silences. */
export const alertmanager: Connector<AlertmanagerConfig> = {
  kind: "alertmanager",
  title: "Alertmanager",
  gives: ["alerts", "acknowledge"],
  config: Config,
  intervalMs: (config) => config.intervalSeconds * 1000,

  async test(config, io) {
    const held = await fetchHeld(config, io);
    if (!held.ok) return { ok: false, about: null, alerts: null, failure: held.failure };
    const status = await fetchStatus(config, io);
    if (!status.ok) return { ok: false, about: null, alerts: null, failure: status.failure };
    return {
      ok: true,
      about: nameOf(status.value.versionInfo.version),
      alerts: held.value.reports.length,
      failure: null,
    };
  },

  async poll(config, cursor, io) {
    const [held, about] = await Promise.all([fetchHeld(config, io), aboutOf(config, cursor, io)]);
    if (!held.ok) return held;
    return { ok: true, value: { kind: "snapshot", ...held.value, ...about } };
  },

  act: acknowledgement,
};

const Remembered = z.object({ checkedAt: z.number(), about: z.string() });
const CHECK_EVERY_MS = 5 * 60_000;

const nameOf = (version: string): string => `Alertmanager ${version}`;

/** The version changes rarely: it is asked for every few minutes and kept in the cursor between. */
async function aboutOf(
  config: AlertmanagerConfig,
  cursor: string | undefined,
  io: Parameters<typeof fetchStatus>[1],
): Promise<{ about: string; cursor: string } | { cursor?: string }> {
  const known = cursor === undefined ? undefined : Remembered.safeParse(parseOrNull(cursor)).data;
  const age = known === undefined ? Infinity : io.now() - known.checkedAt;
  if (known !== undefined && cursor !== undefined && age >= 0 && age < CHECK_EVERY_MS)
    return { about: known.about, cursor };
  const status = await fetchStatus(config, io);
  if (!status.ok) return {};
  const about = nameOf(status.value.versionInfo.version);
  return { about, cursor: JSON.stringify({ checkedAt: io.now(), about }) };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a cursor of another version: the version is asked for again
  }
}
