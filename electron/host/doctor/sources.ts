import type { SourceConfig } from "../../../shared/domain/source.ts";
import { textOf } from "../../../shared/strings/index.ts";
import type { ConnectorIo } from "../../engine/connectors/connector.ts";
import { createIo } from "../../engine/connectors/io.ts";
import { createRegistry, type Registry } from "../../engine/connectors/registry.ts";
import { bad, badMessage, good, type Finding } from "./finding.ts";

/** Connects to each source once, as a poll would, and keeps nothing. */
export async function checkSources(
  sources: readonly SourceConfig[],
  secret: ConnectorIo["secret"],
  signal: AbortSignal,
): Promise<Finding[]> {
  if (sources.length === 0) return [good("sourcesNone")];
  const registry = createRegistry();
  const io = createIo({ now: Date.now, random: Math.random, secret, signal });
  return Promise.all(sources.map((source) => checkSource(source, registry, io)));
}

async function checkSource(
  { id, kind, enabled, settings }: SourceConfig,
  registry: Registry,
  io: ConnectorIo,
): Promise<Finding> {
  if (!enabled) return good("sourceDisabled", { id });
  const parsed = registry.parseSettings(kind, settings);
  const [problem] = parsed.ok ? [] : parsed.problems;
  if (problem !== undefined || !parsed.ok)
    return sourceProblem(id, problem === undefined ? "" : textOf(problem.message));
  const { ok, about, alerts, failure } = await parsed.connector.test(parsed.config, io);
  if (failure !== null) return sourceProblem(id, textOf(failure.message));
  return ok ? good("source", { id, about: about ?? kind, alerts: alerts ?? 0 }) : bad("sourceSilent", { id });
}

const sourceProblem = (id: string, reason: string): Finding =>
  badMessage({ code: "commandLine.doctor.sourceFailed", params: { id, reason } });
