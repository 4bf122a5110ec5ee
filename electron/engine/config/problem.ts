import { textOf } from "../../../shared/strings/index.ts";
import type { Message } from "../../../shared/domain/message.ts";

/** One mistake in the file: where it is, what is wrong and what to write instead. */
export type ConfigProblem = {
  file: string;
  /** From 1, as editors count. */
  line: number;
  column: number;
  /** `sources[1].settings.url`; empty for the file as a whole. */
  path: string;
  wrong: Message;
  /** null where `wrong` says that too. */
  fix: Message | null;
};

/** `watchfloor.yaml:12:5: sources[1].settings.urll: unknown key "urll". Did you mean "url"?` */
export function describeProblem({ file, line, column, path, wrong, fix }: ConfigProblem): string {
  const place = `${file}:${line}:${column}: `;
  return `${place}${path === "" ? "" : `${path}: `}${textOf(wrong)}${fix === null ? "" : ` ${textOf(fix)}`}`;
}

/** A path of keys and indexes as people write it: `sources[1].settings.url`. */
export function describePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((written, key) => {
    if (typeof key === "number") return `${written}[${key}]`;
    return written === "" ? String(key) : `${written}.${String(key)}`;
  }, "");
}
