import { z } from "zod";
import type { SourceKind } from "../../../shared/contract/sources.ts";
import type { Message } from "../../../shared/domain/message.ts";
import { alertReceiver } from "./receiver/receiver.ts";
import { alertmanager } from "./alertmanager/alertmanager.ts";
import type { Connector } from "./connector.ts";
import { messageOfIssue } from "./settingProblem.ts";
import { otlp } from "./otlp/otlp.ts";
import { prometheus } from "./prometheus/prometheus.ts";

/** The kinds of sources that anybody can configure. */
export const connectors: readonly Connector[] = [prometheus, alertmanager, alertReceiver, otlp];

/** What is wrong with one setting, and what to write instead. `path` leads to it inside `settings`. */
export type SettingProblem = { path: (string | number)[]; message: Message };

export type ParsedSettings =
  { ok: true; connector: Connector; config: unknown } | { ok: false; problems: SettingProblem[] };

/** The connectors that a host knows, by kind. */
export interface Registry {
  connectors: ReadonlyMap<string, Connector>;
  /** What the form needs: the JSON Schema of each kind's settings, `x-secret` on fields that take a secret. */
  describeKinds(): SourceKind[];
  /** Typed configuration with defaults filled in, or every problem at once. */
  parseSettings(kind: string, settings: Record<string, unknown>): ParsedSettings;
}

/** @throws TypeError when two connectors have the same kind. */
export function createRegistry(list: readonly Connector[] = connectors): Registry {
  const byKind = new Map<string, Connector>();
  for (const connector of list) {
    if (byKind.has(connector.kind)) throw new TypeError(`two connectors of kind ${connector.kind}`);
    byKind.set(connector.kind, connector);
  }
  return {
    connectors: byKind,
    describeKinds: () => list.map(describe),
    parseSettings(kind, settings) {
      const connector = byKind.get(kind);
      if (connector === undefined) {
        const message = { code: "failure.setting.kind", params: { kind, known: [...byKind.keys()].join(", ") } };
        return { ok: false, problems: [{ path: [], message }] };
      }
      const parsed = connector.config.safeParse(settings, { reportInput: true });
      if (parsed.success) return { ok: true, connector, config: parsed.data };
      const known = Object.keys(propertiesOf(connector));
      return { ok: false, problems: parsed.error.issues.flatMap((issue) => messageOfIssue(issue, known)) };
    },
  };
}

function describe(connector: Connector): SourceKind {
  return { kind: connector.kind, title: connector.title, gives: connector.gives, settings: schemaOf(connector) };
}

function schemaOf({ config }: Connector): Record<string, unknown> {
  const { "~standard": _, ...schema } = z.toJSONSchema(config, {
    io: "input",
    override({ jsonSchema }) {
      if (jsonSchema.secret !== true) return;
      delete jsonSchema.secret;
      jsonSchema["x-secret"] = true;
    },
  });
  return schema;
}

function propertiesOf(connector: Connector): Record<string, unknown> {
  const { properties } = schemaOf(connector);
  return typeof properties === "object" && properties !== null ? { ...properties } : {};
}
