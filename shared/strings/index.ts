import type { Message } from "../domain/message.ts";
import { actions } from "./en/actions.ts";
import { alerts } from "./en/alerts.ts";
import { commandLine } from "./en/commandLine.ts";
import { capacity } from "./en/capacity.ts";
import { common } from "./en/common.ts";
import { demo } from "./en/demo.ts";
import { engine } from "./en/engine.ts";
import { findings } from "./en/findings.ts";
import { incidents } from "./en/incidents.ts";
import { reasons } from "./en/reasons.ts";
import { rules } from "./en/rules.ts";
import { shell } from "./en/shell.ts";
import { sources } from "./en/sources.ts";
import { topology } from "./en/topology.ts";
import { wall } from "./en/wall.ts";
import { welcome } from "./en/welcome.ts";
import { formatClock, formatNumber } from "./figures.ts";

export { formatClock, formatNumber } from "./figures.ts";

/** Every string that a person reads, by area. Keys are `area.name`; `_one` and `_other` endings are chosen by `count`. */
const catalogue = {
  ...common,
  ...engine,
  ...actions,
  ...incidents,
  ...findings,
  ...capacity,
  ...alerts,
  ...topology,
  ...sources,
  ...wall,
  ...welcome,
  ...commandLine,
  ...demo,
  ...rules,
  ...reasons,
  ...shell,
} as const;

type Written = keyof typeof catalogue;
type Base<K> = K extends `${infer B}_one` | `${infer B}_other` ? B : K;
export type TextKey = Base<Written>;
export type TextParams = Record<string, string | number>;

let plural: Intl.PluralRules | undefined;

/** The text of a key with `{name}` replaced. A missing parameter stays visible as `{name}`. */
export function text(key: TextKey, params: TextParams = {}): string {
  return fill(find(key, params) ?? key, params);
}

/** The text of a message from the engine; an unknown code is shown as it is, so nothing vanishes. */
export function textOf(message: Message): string {
  return fill(find(message.code, message.params) ?? message.code, message.params);
}

function find(key: string, params: TextParams): string | undefined {
  const all: Record<string, string> = catalogue;
  const form = typeof params.count === "number" ? all[`${key}_${formOf(params.count)}`] : undefined;
  return form ?? all[key] ?? all[`${key}_other`];
}

function formOf(count: number): Intl.LDMLPluralRule {
  plural ??= new Intl.PluralRules("en");
  return plural.select(count);
}

function fill(template: string, params: TextParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (typeof value === "string") return value;
    if (name.endsWith("At")) return formatTime(value);
    if (name.endsWith("Ms")) return formatDuration(value);
    if (name.endsWith("Share")) return `${Math.round(value * 100)} %`;
    return formatNumber(value);
  });
}

let timeZone: string | undefined;

/** All times on a screen follow one switch: an IANA zone, or undefined for the machine's own. */
export function setTimeZone(zone: string | undefined): void {
  timeZone = zone;
}

/** `03:12:08` in the zone of the switch. */
export function formatTime(at: number): string {
  return formatClock(at, timeZone);
}

/** `19 min`, `1 h 52`, `3 d 4 h`: two figures at most, so that columns keep their width. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, "0")}`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
