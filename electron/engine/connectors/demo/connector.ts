import type { Failure } from "../../../../shared/domain/source.ts";
import { text } from "../../../../shared/strings/index.ts";
import type { Connector, ConnectorIo, Polled, Result } from "../connector.ts";
import { actionsFor } from "./actions.ts";
import { alertsAt, historyBetween, type Seen } from "./alertReports.ts";
import { changesBetween } from "./changeReports.ts";
import { clockFor, toSimulated } from "./clock.ts";
import { evidenceFor } from "./evidence.ts";
import { HOUR, MINUTE } from "./faultKind.ts";
import { isSilent } from "./outages.ts";
import { Recent } from "./recent.ts";
import { DemoSettings } from "./settings.ts";
import { SilenceBook } from "./silenceBook.ts";
import { Simulation } from "./simulation.ts";
import { telemetryBetween } from "./telemetry.ts";
import { ABOUT } from "./tools.ts";
import { topologyReports } from "./topologyReports.ts";

const INTERVAL_MS = 5000;
/** The first answer goes back at most this far. */
const HISTORY_LIMIT_MS = HOUR;
/** Changes are told again for as long, so that their end is told too. */
const CHANGE_OVERLAP_MS = 3 * MINUTE;
const MAXIMUM_ESTATES = 8;

type Estate = { simulation: Simulation; book: SilenceBook; startedAt: number };

/**
 * The demo: one simulated estate through several tools, each a source of its own. The connector keeps the estates that were
 * asked for and the acknowledgements made in them; two connectors know nothing of each other.
 */
export function createDemo(): Connector<DemoSettings> {
  const estates = new Recent<Estate>(MAXIMUM_ESTATES);

  const estateOf = ({ seed, startedAt, speed }: DemoSettings, now: number): Estate =>
    estates.get(String(seed), () => ({
      simulation: new Simulation({ seed }),
      book: new SilenceBook(),
      startedAt: startedAt ?? clockFor(now, speed).startedAt,
    }));

  const see = (settings: DemoSettings, io: ConnectorIo): Result<Seen> => {
    const { simulation, book, startedAt } = estateOf(settings, io.now());
    const clock = { startedAt: settings.startedAt ?? startedAt, speed: settings.speed };
    const at = toSimulated(clock, io.now());
    const failure = failureAt(settings, io.now(), at);
    return failure
      ? { ok: false, failure }
      : { ok: true, value: { view: { simulation, book, clock, tool: settings.tool }, at } };
  };

  return {
    kind: "demo",
    title: text("demo.title"),
    gives: ["alerts", "metrics", "logs", "changes", "topology", "acknowledge"],
    config: DemoSettings,
    intervalMs: () => INTERVAL_MS,
    async test(settings, io) {
      const seen = see(settings, io);
      if (!seen.ok) return { ok: false, about: null, alerts: null, failure: seen.failure };
      return {
        ok: true,
        about: ABOUT[settings.tool],
        alerts: alertsAt(seen.value.view, seen.value.at).length,
        failure: null,
      };
    },
    async poll(settings, cursor, io) {
      const seen = see(settings, io);
      return seen.ok ? { ok: true, value: polled(seen.value, cursor) } : seen;
    },
    act: actionsFor(see),
    async evidence(settings, request, io) {
      const seen = see(settings, io);
      if (!seen.ok) return seen;
      const { simulation, tool, clock } = seen.value.view;
      return { ok: true, value: evidenceFor(simulation, tool, clock, request, io.now()) };
    },
  };
}

/** The first answer tells the history, every later one what holds now. A cursor of another beginning counts as none. */
function polled({ view, at }: Seen, cursor: string | undefined): Polled {
  const { tool, clock, simulation } = view;
  const since = momentOf(cursor, clock.startedAt);
  const isFirst = since === null || since > at;
  const from = isFirst ? at - HISTORY_LIMIT_MS : since - CHANGE_OVERLAP_MS;
  const isDue = isFirst || Math.floor(since / HOUR) !== Math.floor(at / HOUR);
  const alerts = isFirst ? historyBetween(view, Math.max(0, from), at) : alertsAt(view, at);
  return {
    kind: isFirst ? "increment" : "snapshot",
    reports: [
      ...(isDue ? topologyReports(simulation.estate, tool) : []),
      ...changesBetween(view, Math.max(0, from), at),
      ...alerts,
      ...telemetryBetween(view, isFirst ? null : since, at),
    ],
    cursor: `${clock.startedAt}:${at}`,
    about: ABOUT[tool],
  };
}

/** The simulated moment in a cursor, or null when it is none or of another beginning. */
function momentOf(cursor: string | undefined, startedAt: number): number | null {
  const [beginning, moment] = (cursor ?? "").split(":").map(Number);
  return beginning === startedAt && moment !== undefined && Number.isSafeInteger(moment) ? moment : null;
}

function failureAt({ seed, tool, disconnectAt, reconnectAt }: DemoSettings, now: number, at: number): Failure | null {
  const isCut = disconnectAt !== undefined && now >= disconnectAt && (reconnectAt === undefined || now < reconnectAt);
  if (isCut) return { kind: "unreachable", message: { code: "demo.disconnected", params: { tool: ABOUT[tool] } } };
  return isSilent(seed, tool, at)
    ? { kind: "timeout", message: { code: "demo.silent", params: { tool: ABOUT[tool] } } }
    : null;
}
