import { z } from "zod";
import { text } from "../../../../shared/strings/index.ts";
import type { Connector, Ended, Polled, Result } from "../connector.ts";
import { failed } from "../failure.ts";
import { listenHttp, testListening } from "../http.ts";
import { checkListen, listenFields } from "../settings.ts";
import { createHandler } from "./deliveries.ts";
import { createTracker, type Tracker } from "./tracker.ts";

const DEFAULT_PORT = 9096;
const CHECK_EVERY_MS = 15_000;
const MAXIMUM_TRACKED = 100_000;

const Config = z
  .strictObject({
    ...listenFields(DEFAULT_PORT),
    auth: z
      .enum(["token", "none"])
      .default("token")
      .meta({ title: text("settings.listenAuth"), description: text("settings.listenAuth.help") }),
    resolveMinutes: z
      .number()
      .min(1)
      .max(1440)
      .default(5)
      .meta({ title: text("settings.resolveMinutes"), description: text("settings.resolveMinutes.help") }),
  })
  .superRefine(checkListen);
export type AlertReceiverConfig = z.output<typeof Config>;

/** What a listening receiver knows. Kept by its configuration object, which is one per running source. */
type Listener = {
  tracker: Tracker;
  address: string;
  startedAt: number;
  lastDeliveryAt: number | undefined;
  /** Alerts that found no room to be tracked, since the last committed poll. */
  untracked: number;
  /** What the last poll told. It is done with once its cursor comes back. */
  handedOver: { cursor: string; ended: Ended[]; untracked: number };
  /** All that fires was said once after the start, so what ended while we were away is known to have ended. */
  settled: boolean;
};

const listeners = new WeakMap<AlertReceiverConfig, Listener>();

/** Takes alerts in Alertmanager's own format, so that a Prometheus can be pointed at Watchfloor. */
export const alertReceiver: Connector<AlertReceiverConfig> = {
  kind: "alert-receiver",
  title: text("settings.receiver.title"),
  gives: ["alerts"],
  config: Config,
  intervalMs: () => CHECK_EVERY_MS,

  async test(config, io) {
    const token = await tokenOf(config, io.secret);
    if (!token.ok) return { ok: false, about: null, alerts: null, failure: token.failure };
    return testListening(config.host, config.port, "alert-receiver", io);
  },

  async listen(config, deliver, io) {
    const token = await tokenOf(config, io.secret);
    if (!token.ok) return token;
    const listener: Listener = {
      tracker: createTracker(MAXIMUM_TRACKED),
      address: "",
      startedAt: io.now(),
      lastDeliveryAt: undefined,
      untracked: 0,
      handedOver: { cursor: "", ended: [], untracked: 0 },
      settled: false,
    };
    const handler = createHandler({
      tracker: listener.tracker,
      gate: { token: token.value },
      deliver,
      now: io.now,
      resolveMs: config.resolveMinutes * 60_000,
      onDelivered(at, untracked) {
        listener.lastDeliveryAt = at;
        listener.untracked += untracked;
      },
    });
    const listening = await listenHttp(config.host, config.port, handler, io.fault);
    if (!listening.ok) return listening;
    listener.address = listening.value.address;
    listeners.set(config, listener);
    return listening;
  },

  async poll(config, cursor, io) {
    const listener = listeners.get(config);
    if (listener === undefined) throw new TypeError("poll of an alert receiver that does not listen");
    return pollListener(config, listener, cursor, io.now());
  },
};

/** Ends what was not delivered again. Nothing ends while a sender that should speak is silent: that is stale, not well. */
function pollListener(
  config: AlertReceiverConfig,
  listener: Listener,
  cursor: string | undefined,
  now: number,
): Result<Polled> {
  const quietMs = now - (listener.lastDeliveryAt ?? listener.startedAt);
  if (config.expectSeconds !== undefined && quietMs > config.expectSeconds * 1000) {
    return failed("timeout", "failure.silent", { quietMs, address: listener.address });
  }
  const { tracker, handedOver } = listener;
  if (cursor === handedOver.cursor) {
    tracker.forget(handedOver.ended);
    listener.untracked -= handedOver.untracked;
  }
  const ended = tracker.ended(now);
  const { untracked } = listener;
  listener.handedOver = { cursor: `${listener.startedAt}/${now}`, ended, untracked };
  const polled = {
    reports: [],
    ended,
    ignored: untracked === 0 ? {} : { "ignored.untracked": untracked },
    cursor: listener.handedOver.cursor,
    about: text("settings.receiver.about", { address: listener.address }),
  };
  if (!isTimeToSettle(config, listener, now)) return { ok: true, value: { kind: "increment", ...polled } };
  listener.settled = true;
  return { ok: true, value: { kind: "snapshot", holding: tracker.firing(now), ...polled } };
}

/** After a start every living sender has delivered again within the time after which an alert ends. */
function isTimeToSettle({ resolveMinutes }: AlertReceiverConfig, listener: Listener, now: number): boolean {
  const { settled, startedAt, lastDeliveryAt, tracker } = listener;
  return !settled && !tracker.overflowed && lastDeliveryAt !== undefined && now - startedAt >= resolveMinutes * 60_000;
}

async function tokenOf(
  { auth, token }: AlertReceiverConfig,
  secret: (reference: string) => Promise<Result<string>>,
): Promise<Result<string | undefined>> {
  return auth === "none" || token === undefined ? { ok: true, value: undefined } : secret(token);
}
