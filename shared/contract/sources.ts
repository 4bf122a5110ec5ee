import { z } from "zod";
import { Failure, Source, SourceConfig } from "../domain/source.ts";
import { procedure } from "./errors.ts";

/** What the form needs to know about a kind of source. */
export const SourceKind = z.object({
  kind: z.string(),
  title: z.string(),
  /** What it gives, in words of the catalogue: `alerts`, `metrics`, `traces`, `logs`, `changes`, `acknowledge`. */
  gives: z.array(z.enum(["alerts", "metrics", "traces", "logs", "changes", "topology", "acknowledge"])),
  /** JSON Schema of `settings`; `x-secret: true` marks fields that take a secret or a reference. */
  settings: z.record(z.string(), z.unknown()),
});
export type SourceKind = z.infer<typeof SourceKind>;

export const TestOutcome = z.object({
  ok: z.boolean(),
  /** What answered, such as `Alertmanager 0.25.0`. */
  about: z.string().nullable(),
  /** Alerts that it would deliver now. */
  alerts: z.int().nullable(),
  failure: Failure.nullable(),
});
export type TestOutcome = z.infer<typeof TestOutcome>;

export const sources = {
  list: procedure.output(z.array(Source)),
  kinds: procedure.output(z.array(SourceKind)),
  /** Connects once with this configuration and keeps nothing. */
  test: procedure.input(SourceConfig).output(TestOutcome),
  /**
   * Adds or replaces a source of the form. Secrets given as `{ secret: "value" }` go to the secret store and a
   * reference takes their place. REJECTED with the field and the fix when the settings are wrong.
   */
  save: procedure.input(SourceConfig).output(Source),
  remove: procedure.input(z.object({ id: z.string() })).output(z.object({ removed: z.boolean() })),
  /** The stored configuration with references in place of secrets. */
  config: procedure.input(z.object({ id: z.string() })).output(SourceConfig),
  /** Polls now. */
  poll: procedure.input(z.object({ id: z.string() })).output(z.object({ scheduled: z.boolean() })),
};
