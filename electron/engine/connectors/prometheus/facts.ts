import { z } from "zod";
import { text } from "../../../../shared/strings/index.ts";
import type { ConnectorIo } from "../connector.ts";
import type { ServerSettings } from "../server.ts";
import { askApi, BuildAnswer, ConfigAnswer, TargetsAnswer } from "./answers.ts";

/** What changes rarely and is asked for every few minutes only. Kept in the cursor between polls. */
const Facts = z.object({
  checkedAt: z.number(),
  about: z.string(),
  externalLabels: z.array(z.string()),
  /** The server did not show its configuration, so its external labels are not known. */
  hidden: z.boolean(),
});
export type Facts = z.infer<typeof Facts>;

const CHECK_EVERY_MS = 5 * 60_000;
const Configuration = z.object({
  global: z.object({ external_labels: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

/** The facts of the cursor while they are fresh, new ones otherwise. `fresh` says which. */
export async function factsOf(
  settings: ServerSettings,
  cursor: string | undefined,
  io: ConnectorIo,
): Promise<{ facts: Facts; fresh: boolean }> {
  const known = cursor === undefined ? undefined : readFacts(cursor);
  const age = known === undefined ? Infinity : io.now() - known.checkedAt;
  if (known !== undefined && age >= 0 && age < CHECK_EVERY_MS) return { facts: known, fresh: false };
  const [about, externalLabels] = await Promise.all([askAbout(settings, io), askExternalLabels(settings, io)]);
  // Identities of alerts hang on these names: a server that does not tell them once must not change them.
  const names = externalLabels ?? known?.externalLabels ?? [];
  return {
    facts: { checkedAt: io.now(), about, externalLabels: names, hidden: externalLabels === undefined },
    fresh: true,
  };
}

function readFacts(cursor: string): Facts | undefined {
  try {
    return Facts.safeParse(JSON.parse(cursor)).data;
  } catch {
    return undefined; // a cursor of another version: the facts are asked for again
  }
}

async function askAbout(settings: ServerSettings, io: ConnectorIo): Promise<string> {
  const [build, targets] = await Promise.all([
    askApi(settings, "status/buildinfo", BuildAnswer, io),
    askApi(settings, "targets?state=active", TargetsAnswer, io),
  ]);
  const name = build.ok ? `Prometheus ${build.value.version}` : "Prometheus";
  const active = targets.ok ? (targets.value.activeTargets ?? []) : [];
  const down = active.filter((target) => target.health === "down").length;
  return down === 0 ? name : text("settings.prometheus.targetsDown", { name, down, count: active.length });
}

/** Names of the labels that the server adds for others, such as `site` or `replica`; undefined when it does not say. */
async function askExternalLabels(settings: ServerSettings, io: ConnectorIo): Promise<string[] | undefined> {
  const answer = await askApi(settings, "status/config", ConfigAnswer, io);
  if (!answer.ok) return undefined;
  const { parse } = await import("./readYaml.ts"); // not a part of the start, which a window waits for
  try {
    const configuration = Configuration.safeParse(parse(answer.value.yaml, { maxAliasCount: 100 }));
    return configuration.success ? Object.keys(configuration.data.global?.external_labels ?? {}) : undefined;
  } catch {
    return undefined; // YAML that we cannot read is the same as none: the reason is counted by the caller
  }
}
