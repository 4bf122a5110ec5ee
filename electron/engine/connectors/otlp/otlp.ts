import { text } from "../../../../shared/strings/index.ts";
import type { Connector, ConnectorIo, Result } from "../connector.ts";
import { failed } from "../failure.ts";
import { listenHttp, testListening } from "../http.ts";
import { OtlpConfig } from "./config.ts";
import { evidenceOf } from "./evidence.ts";
import { OtlpState } from "./state.ts";

const EVALUATE_EVERY_MS = 15_000;

type Listener = { state: OtlpState; address: string };

/** By the configuration object, which is one per running source. */
const listeners = new WeakMap<OtlpConfig, Listener>();

/**
 * Receives OpenTelemetry's traces and logs over HTTP: spans give dependencies, errors and latencies of services,
 * rules over both raise alerts. Spans are kept as statistics of the last hour, a value a minute of which is watched; lines become patterns.
 */
export const otlp: Connector<OtlpConfig> = {
  kind: "otlp",
  title: text("settings.otlp.title"),
  gives: ["traces", "logs", "topology", "alerts", "metrics"],
  config: OtlpConfig,
  intervalMs: () => EVALUATE_EVERY_MS,

  async test(config, io) {
    const token = await tokenOf(config, io);
    if (!token.ok) return { ok: false, about: null, alerts: null, failure: token.failure };
    return testListening(config.host, config.port, "otlp", io);
  },

  async listen(config, deliver, io) {
    const token = await tokenOf(config, io);
    if (!token.ok) return token;
    // With it comes protobuf, which takes longer to load than all else here and is of no use before.
    const { createHandler } = await import("./deliveries.ts");
    const state = new OtlpState(config, io.now());
    const handler = createHandler({ state, gate: { token: token.value }, deliver, now: io.now });
    const listening = await listenHttp(config.host, config.port, handler, io.fault);
    if (listening.ok) listeners.set(config, { state, address: listening.value.address });
    return listening;
  },

  async poll(config, cursor, io) {
    const { state, address } = listenerOf(config);
    const now = io.now();
    const quietMs = now - (state.lastDeliveryAt ?? state.startedAt);
    if (config.expectSeconds !== undefined && quietMs > config.expectSeconds * 1000) {
      return failed("timeout", "failure.silent", { quietMs, address });
    }
    const about = text("settings.receiver.about", { address });
    return { ok: true, value: { kind: "snapshot", ...state.poll(cursor, now), about } };
  },

  async evidence(config, request) {
    return { ok: true, value: evidenceOf(config, listenerOf(config).state.statistics, request) };
  },
};

function listenerOf(config: OtlpConfig): Listener {
  const listener = listeners.get(config);
  if (listener === undefined) throw new TypeError("an OTLP receiver that does not listen was asked");
  return listener;
}

async function tokenOf({ auth, token }: OtlpConfig, io: ConnectorIo): Promise<Result<string | undefined>> {
  return auth === "none" || token === undefined ? { ok: true, value: undefined } : io.secret(token);
}
