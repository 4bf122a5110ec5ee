import { z } from "zod";
import type { SettingProblem } from "./registry.ts";

const Params = z.looseObject({ code: z.string() });

/** Turns a complaint of zod into a sentence of the catalogue that names the fix. */
export function messageOfIssue(issue: z.core.$ZodIssue, known: readonly string[]): SettingProblem[] {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  const setting = path.join(".");
  const problem = (code: string, params: Record<string, string | number> = {}): SettingProblem => ({
    path,
    message: { code, params: { setting, ...params } },
  });
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: { code: "failure.setting.unknown", params: { setting: key, known: known.join(", ") } },
      }));
    case "invalid_type":
      return [
        issue.input === undefined
          ? problem("failure.setting.missing")
          : problem("failure.setting.type", { expected: issue.expected }),
      ];
    case "invalid_value":
      return [problem("failure.setting.oneOf", { choices: issue.values.map(String).join(", ") })];
    case "too_small":
      return [problem("failure.setting.atLeast", { least: Number(issue.minimum) })];
    case "too_big":
      return [problem("failure.setting.atMost", { most: Number(issue.maximum) })];
    case "custom": {
      const { code, ...rest } = Params.parse(issue.params);
      const params = Object.entries(rest).filter(
        (entry): entry is [string, string | number] => typeof entry[1] !== "object",
      );
      return [problem(code, Object.fromEntries(params))];
    }
    default:
      return [problem("failure.setting.wrong", { detail: issue.message })];
  }
}
