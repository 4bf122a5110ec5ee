import type { SourceConfig } from "../../../shared/domain/source.ts";
import { once } from "../actions/outbox-runner.ts";
import { demoSources } from "../connectors/demo/sources.ts";
import type { Registry } from "../connectors/registry.ts";
import type { WritableDb } from "../store/database.ts";
import { loadSources } from "../store/sources.ts";
import { configureRules } from "./configure-rules.ts";
import { asConfig, configure } from "./configure.ts";
import type { Draft } from "./draft.ts";
import type { IngestOptions } from "./protocol.ts";
import type { Job } from "./write-queue.ts";

/**
 * Puts the configuration into the store. `onStored` gets the sources that it holds now; without it there is nothing to do, so a
 * failure is thrown and ends the thread. `now`: epoch ms.
 */
export function firstConfiguration(
  db: WritableDb,
  { demo, sources, rules = [] }: Pick<IngestOptions, "demo" | "sources" | "rules">,
  registry: Registry,
  { now, mask }: { now: number; mask(text: string): string },
  onStored: (all: readonly SourceConfig[]) => void,
): Job {
  const known = demo ? loadSources(db).filter(({ origin }) => origin === "demo") : [];
  const ofDemo = demo && (known.length > 0 ? known.map(asConfig) : demoSources(demo.seed, now));
  const configuration = { origin: demo ? "demo" : "file", sources: ofDemo ?? sources, now } as const;
  let all: SourceConfig[] = [];
  const work = (draft: Draft): void => {
    all = configure(db, draft, registry, configuration);
    configureRules(db, draft, rules, { now, mask });
  };
  return once(work, (error) => {
    if (error !== undefined) throw error;
    onStored(all);
  });
}
