import { z } from "zod";
import { LONGEST_EXPRESSION } from "../../../../shared/domain/rule.ts";
import { Severity } from "../../../../shared/domain/severity.ts";
import { text, textOf } from "../../../../shared/strings/index.ts";
import { checkListen, listenFields } from "../settings.ts";
import { checkExpression } from "../../rules/check.ts";
import { problemOfRegex } from "../../rules/log-pattern.ts";

const DEFAULT_PORT = 4318;

const RuleName = z.string().min(1).max(80);

export const SpanRule = z.strictObject({
  name: RuleName,
  severity: Severity.default("major"),
  /** Only this service; all when absent. */
  service: z.string().min(1).optional(),
  /** Raise when more than this share of requests fails. */
  errorShare: z.number().gt(0).lt(1).optional(),
  /** Raise when the 95th percentile of latency is above. */
  latencyMs: z.number().gt(0).optional(),
  /** Window that is looked at. */
  minutes: z.int().min(1).max(30).default(5),
  /** Fewer requests in the window say nothing. */
  atLeastRequests: z.int().min(1).default(20),
});
export type SpanRule = z.output<typeof SpanRule>;

const LogRuleShape = z.strictObject({
  name: RuleName,
  severity: Severity.default("warning"),
  service: z.string().min(1).optional(),
  /** A text to find in any case, */
  contains: z.string().min(1).max(200).optional(),
  /** or a regular expression, also in any case. */
  pattern: z.string().min(1).max(500).optional(),
  /** A condition in CEL over `log.text`, `log.level` and `log.service`; texts are compared as they are. */
  when: z.string().min(1).max(LONGEST_EXPRESSION).optional(),
  /** Only records of this level or above: 9 info, 13 warn, 17 error, 21 fatal (OpenTelemetry's numbers). */
  atLeastLevel: z.int().min(1).max(24).optional(),
});

export const LogRule = LogRuleShape.superRefine(({ contains, pattern, when, atLeastLevel }, context) => {
  if (contains === undefined && pattern === undefined && when === undefined && atLeastLevel === undefined) {
    context.addIssue({ code: "custom", path: ["contains"], params: { code: "failure.setting.missing" } });
  }
  const problem = pattern === undefined ? undefined : problemOfRegex(pattern);
  if (problem !== undefined) {
    context.addIssue({
      code: "custom",
      path: ["pattern"],
      params: { code: problem.code, detail: problem.detail ?? "" },
    });
  }
  const checked = when === undefined ? undefined : checkExpression(when, "log");
  if (checked?.ok === false) {
    const { offset, wrong, fix } = checked.problem;
    const params = { code: "failure.setting.when", place: offset + 1, wrong: textOf(wrong), fix: textOf(fix) };
    context.addIssue({ code: "custom", path: ["when"], params });
  }
});
export type LogRule = z.output<typeof LogRule>;

export const OtlpConfig = z
  .strictObject({
    ...listenFields(DEFAULT_PORT),
    auth: z
      .enum(["token", "none"])
      .default("none")
      .meta({ title: text("settings.listenAuth"), description: text("settings.listenAuth.help") }),
    spanRules: z
      .array(SpanRule)
      .max(50)
      .default([
        { name: "ServiceErrors", severity: "major", errorShare: 0.05, minutes: 5, atLeastRequests: 20 },
        { name: "ServiceSlow", severity: "minor", latencyMs: 2_000, minutes: 5, atLeastRequests: 20 },
      ])
      .meta({ title: text("settings.spanRules"), description: text("settings.spanRules.help") }),
    logRules: z
      .array(LogRule)
      .max(200)
      .default([])
      .meta({ title: text("settings.logRules"), description: text("settings.logRules.help") }),
    linesPerMinute: z
      .int()
      .min(0)
      .max(60_000)
      .default(1_200)
      .meta({ title: text("settings.linesPerMinute"), description: text("settings.linesPerMinute.help") }),
    quietMinutes: z
      .number()
      .min(1)
      .max(1440)
      .default(10)
      .meta({ title: text("settings.quietMinutes"), description: text("settings.quietMinutes.help") }),
  })
  .superRefine(checkListen);
export type OtlpConfig = z.output<typeof OtlpConfig>;
