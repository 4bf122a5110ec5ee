import { AlertFacts } from "../../electron/engine/rules/facts.ts";
import { Dispatcher } from "../../electron/engine/rules/dispatcher.ts";
import { checkExpression } from "../../electron/engine/rules/check.ts";
import { LogRules } from "../../electron/engine/rules/log-rules.ts";
import { requirementOf } from "../../electron/engine/rules/requirement.ts";
import { type Bench, resultOf } from "./parts/result.ts";
import { median } from "./parts/statistics.ts";

const RULES = 100;
const LINES = 1_000_000;
const ALERTS = 200_000;
const ROUNDS = 5;
/** The Simple Event Correlator with 100 rules, times twenty. */
const GOAL = 172_000;

const SERVICES = ["checkout", "payments", "search", "ledger", "gateway", "mail"];
const FAULTS = [
  "refused",
  "exhausted",
  "timed out",
  "deadlock",
  "corrupt",
  "denied",
  "unreachable",
  "overflow",
  "stalled",
  "expired",
];
const THINGS = ["pool", "socket", "volume", "queue", "session", "replica", "lease", "index", "certificate", "journal"];

/** Mulberry32: the same lines in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!;

/** One rule for each thing and fault, in the ways in which people write them. */
function whensOf(): string[] {
  return Array.from({ length: RULES }, (_, number) => {
    const thing = THINGS[Math.floor(number / 10)]!;
    const fault = FAULTS[number % 10]!;
    switch (number % 5) {
      case 0:
        return `log.text.contains("${thing} ${fault}")`;
      case 1:
        return `log.text.contains("${thing} ${fault}") && log.level >= 17`;
      case 2:
        return `log.service == "${SERVICES[number % SERVICES.length]!}" && log.text.contains("${thing} ${fault}")`;
      case 3:
        return `log.text.matches("${thing} ${fault} after [0-9]+ ms")`;
      default:
        return `log.level >= 13 && (log.text.contains("${thing} ${fault}") || log.text.contains("${fault} at ${thing}"))`;
    }
  });
}

type Line = { text: string; level: number; service: string };

/** A tenth of the lines name a thing and a fault of it; the others say what programs say when all is well, with the same words. */
function linesOf(count: number): Line[] {
  const random = seeded(11);
  return Array.from({ length: count }, (_, number) => {
    const service = pick(SERVICES, random);
    const tail = `after ${Math.floor(random() * 9_000)} ms, request ${Math.floor(random() * 1e9).toString(36)} of 10.${number % 250}.${number % 240}.7`;
    const [thing, fault] = [pick(THINGS, random), pick(FAULTS, random)];
    if (random() < 0.1) return { text: `${service}: ${thing} ${fault} ${tail}`, level: 17, service };
    const word = random() < 0.5 ? `${thing} ready` : `not ${fault}`;
    return { text: `${service}: GET /v1/${thing}/${number % 977} answered 200, ${word} ${tail}`, level: 9, service };
  });
}

/** Units of work per second of processor time, median of the rounds. */
function speedOf(units: number, work: () => void): number {
  const speeds = Array.from({ length: ROUNDS }, () => {
    const begun = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begun);
    return (units * 1e6) / (user + system);
  });
  return median(speeds);
}

function overLogs(count: number) {
  const rules = new LogRules(whensOf().map((when) => ({ when })));
  const lines = linesOf(count);
  let held = 0;
  const perSecond = speedOf(count, () => {
    held = 0;
    for (const { text, level, service } of lines) held += rules.matching(text, level, service).length;
  });
  const characters = lines.reduce((sum, { text }) => sum + text.length, 0) / count;
  const detail = { rules: RULES, lines: count, held, charactersPerLine: Math.round(characters) };
  return resultOf("rules over logs", perSecond, "lines/s", { atLeast: GOAL }, detail);
}

/** The same for rules over alerts: those that suppress are asked for each alert that begins. */
function overAlerts(count: number) {
  const expressions = Array.from({ length: RULES }, (_, number) => {
    const source = `alert.name == "Alert${number * 3}" && alert.labels.team == "team-${number % 7}" && alert.severity != "critical"`;
    const checked = checkExpression(source, "alert");
    if (!checked.ok) throw new RangeError(`not an expression: ${source}`);
    return checked.expression;
  });
  const dispatcher = new Dispatcher(expressions.map(({ term }) => requirementOf(term, "alert")));
  const random = seeded(5);
  const alerts = Array.from({ length: count }, () => {
    const name = `Alert${Math.floor(random() * RULES * 3)}`;
    const labels = { team: `team-${Math.floor(random() * 7)}`, instance: `host-${Math.floor(random() * 1e4)}` };
    const rest = { summary: `${name} is high`, entity: "host-1", kind: "host", source: "am", startedAt: new Date(0) };
    return new AlertFacts({ name, severity: "major", labels, ...rest });
  });
  let held = 0;
  const perSecond = speedOf(count, () => {
    held = 0;
    for (const alert of alerts) {
      const read = (path: string): string | undefined =>
        path === "name"
          ? alert.name
          : path === "severity"
            ? alert.severity
            : alert.labels[path.slice("labels.".length)];
      for (const number of dispatcher.candidates(read)) if (expressions[number]!.holds({ alert })) held++;
    }
  });
  return resultOf("rules over alerts", perSecond, "alerts/s", { atLeast: GOAL }, { rules: RULES, alerts: count, held });
}

/** How many log lines and alerts a second 100 rules take on one core. */
export const rules: Bench = async ({ quick, progress }) => {
  const lines = quick ? LINES / 20 : LINES;
  progress(`${RULES} rules over ${lines} lines`);
  const logs = overLogs(lines);
  progress(`${RULES} rules over alerts`);
  return Promise.resolve([logs, overAlerts(quick ? ALERTS / 20 : ALERTS)]);
};
