import type { Message } from "../../../shared/domain/message.ts";
import { text, textOf } from "../../../shared/strings/index.ts";

/** What a check found. `bad` keeps Watchfloor from doing its work, `warn` does not yet. `fix` says what to do. */
export type Finding = { level: "good" | "warn" | "bad"; what: Message; fix?: Message };

type Params = Message["params"];
const message = (name: string, params: Params): Message => ({ code: `commandLine.doctor.${name}`, params });

export const good = (name: string, params: Params = {}): Finding => ({ level: "good", what: message(name, params) });

/** The text of the fix has the same name with `.fix` behind it. */
const amiss = (level: "warn" | "bad", name: string, params: Params): Finding => ({
  level,
  what: message(name, params),
  fix: message(`${name}.fix`, params),
});
export const warn = (name: string, params: Params = {}): Finding => amiss("warn", name, params);
export const bad = (name: string, params: Params = {}): Finding => amiss("bad", name, params);

/** A message that already says what to do. */
export const badMessage = (what: Message): Finding => ({ level: "bad", what });

export function describeFinding({ level, what, fix }: Finding): string {
  const mark = text(`commandLine.doctor.level.${level}`);
  return `${mark} ${textOf(what)}${fix === undefined ? "" : `\n       ${textOf(fix)}`}`;
}
