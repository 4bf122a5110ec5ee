import type { z } from "zod";
import type { Message } from "../../../shared/domain/message.ts";
import { nearestOf } from "./nearest.ts";

type Issue = z.core.$ZodIssue;

/** What is wrong, and what to write instead; null where the first sentence says that too. */
export type Explained = { wrong: Message; fix: Message | null };

/** A message of this area. */
export const said = (name: string, params: Message["params"] = {}): Message => ({
  code: `commandLine.${name}`,
  params,
});

/** What is wrong with a key that nobody knows, and the key that was probably meant. */
export function explainUnknownKey(key: string, known: readonly string[]): Explained {
  return { wrong: said("configUnknownKey", { key }), fix: fixOf(key, known) };
}

/** A kind or another word out of a list. */
export function explainUnknownWord(word: string, known: readonly string[]): Explained {
  return { wrong: said("configUnknownWord", { word }), fix: fixOf(word, known) };
}

function fixOf(word: string, known: readonly string[]): Message {
  if (known.length === 0) return said("configFixNoKeys");
  const nearest = nearestOf(word, known);
  const all = known.join(", ");
  return nearest === undefined
    ? said("configFixKnown", { known: all })
    : said("configFixNearest", { nearest, known: all });
}

/** What zod found, in words for the one who wrote the file. */
export function explainIssue(issue: Issue, value: unknown): Explained {
  switch (issue.code) {
    case "invalid_type":
      return { wrong: foundAt(value), fix: said(TYPE_FIXES[issue.expected] ?? "configFixManual") };
    case "invalid_value":
      return value === undefined
        ? { wrong: said("configMissing"), fix: fixOf("", issue.values.map(String)) }
        : explainUnknownWord(String(value), issue.values.map(String));
    case "invalid_format":
      return explainFormat(issue, String(value));
    case "too_small":
      return explainSize("configTooSmall", "configFixAtLeast", Number(issue.minimum), value);
    case "too_big":
      return explainSize("configTooBig", "configFixAtMost", Number(issue.maximum), value);
    case "invalid_union":
      return value === undefined
        ? { wrong: said("configMissing"), fix: said("configFixManual") }
        : explainUnknownWord(String(value), alternativesOf(issue));
    case "custom":
      return { wrong: ownMessage(issue), fix: null };
    default:
      return { wrong: said("configRefused", { reason: issue.message }), fix: said("configFixManual") };
  }
}

/** A discriminated union names its words; zod's types leave that out. */
function alternativesOf(issue: z.core.$ZodIssueInvalidUnion): string[] {
  const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
  return options.map(String);
}

/** Connectors explain their own rules: the text's key and what to fill in stand in the issue's parameters. */
function ownMessage({ params, path, message }: z.core.$ZodIssueCustom): Message {
  const { code, ...rest } = params ?? {};
  if (typeof code !== "string") return said("configRefused", { reason: message });
  const plain = Object.entries(rest).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
  );
  return { code, params: { setting: path.map(String).join("."), ...Object.fromEntries(plain) } };
}

const TYPE_FIXES: Record<string, string> = {
  string: "configFixText",
  number: "configFixNumber",
  int: "configFixInteger",
  boolean: "configFixBoolean",
  array: "configFixList",
  object: "configFixMap",
  record: "configFixMap",
};

function foundAt(value: unknown): Message {
  if (value === undefined || value === null) return said("configMissing");
  if (Array.isArray(value)) return said("configFoundList");
  if (typeof value === "object") return said("configFoundMap");
  return said(typeof value === "string" ? "configFoundText" : "configFoundValue", { value: String(value) });
}

function explainFormat(issue: z.core.$ZodIssueInvalidStringFormat, value: string): Explained {
  if (issue.format === "url") return { wrong: said("configBadUrl", { value }), fix: said("configFixUrl") };
  return {
    wrong: said("configBadFormat", { value }),
    fix: said("configFixPattern", { pattern: issue.pattern ?? issue.format }),
  };
}

function explainSize(wrong: string, fix: string, limit: number, value: unknown): Explained {
  if (typeof value === "string" || Array.isArray(value)) {
    return {
      wrong: said(`${wrong}Count`, { found: String(value.length) }),
      fix: said(`${fix}Count`, { limit: String(limit) }),
    };
  }
  return { wrong: said(wrong, { found: String(value) }), fix: said(fix, { limit: String(limit) }) };
}
