import { join } from "node:path";
import { beginningOf, type Clocks } from "../engine/analysis/explain/clocks.ts";
import { Correlator } from "../engine/analysis/explain/correlator.ts";
import { alertKindOf, entityNamed } from "../engine/analysis/explain/names.ts";
import { ReasonBook } from "../engine/analysis/explain/reasons/book.ts";
import type { Arrival } from "../engine/analysis/explain/state.ts";
import { writeReasons } from "./correlation-reasons.ts";
import { CorrelationResult } from "./correlation-result.ts";
import { type EstateFile, readEstate } from "./estate-file.ts";
import { badLine } from "./input-lines.ts";
import { type JsonLine, jsonLines, labelsAt, optionalJsonLines, textAt, timeAt } from "./json-lines.ts";

/** Correlates the alerts of a folder in one pass. `withReasons`: writes what each decision rests on, too. @throws BadUsage naming the file and line that cannot be used */
export async function correlateFolder(from: string, to: string, withReasons: boolean): Promise<void> {
  const topology = await readEstate(join(from, "topology.json"));
  const result = new CorrelationResult();
  const nameOf = (entity: number): string => topology.estate.ids[entity]!;
  const book = withReasons ? new ReasonBook(topology.estate, nameOf) : undefined;
  const correlator: Correlator = new Correlator(topology.estate, {
    placed: (arrival, firing) => {
      result.place(arrival, firing);
      book?.placed(arrival);
    },
    moved: (firing) => {
      result.move(firing);
      book?.moved(firing, correlator);
    },
    explained: (group) => {
      result.explain(group, correlator);
      book?.explained(group, correlator);
    },
    ...(book === undefined ? {} : { regrouped: (before, incidents) => book.regrouped(before, incidents, correlator) }),
  });
  await readPlans(join(from, "maintenance.jsonl"), topology, correlator);
  const changes = await readChanges(join(from, "changes.jsonl"), topology);
  const clocks: Clocks = new Map();
  let now = 0;
  for await (const json of jsonLines(join(from, "alerts.jsonl"))) {
    const arrival = arrivalOf(json, result.add(textAt(json, "id")), topology, clocks);
    now = Math.max(now, timeAt(json, "receivedAt"));
    while (changes.length > 0 && changes.at(-1)!.at <= now) correlator.noteChange(changes.pop()!);
    correlator.take(arrival, now);
    result.settle(now);
  }
  correlator.advance(Infinity);
  result.settle(now);
  result.writeAssignments(join(to, "assignments.jsonl"));
  result.writeGroups(join(to, "groups.jsonl"), nameOf);
  if (book !== undefined) writeReasons(join(to, "reasons.jsonl"), book, result, nameOf);
}

function arrivalOf(json: JsonLine, id: number, { directory }: EstateFile, clocks: Clocks): Arrival {
  const tool = textAt(json, "tool");
  const name = textAt(json, "name");
  const status = textAt(json, "status");
  if (status !== "firing" && status !== "resolved")
    throw badLine(json.line, "commandLine.jsonShape", { field: "status" });
  const labels = labelsAt(json, "labels");
  const places = Object.values(labels);
  const receivedAt = timeAt(json, "receivedAt");
  return {
    id,
    key: textAt(json, "key"),
    kind: alertKindOf(tool, name),
    entity: entityNamed(directory, textAt(json, "entity"), labels),
    places,
    isFiring: status === "firing",
    at: beginningOf(clocks, tool, places, timeAt(json, "ts"), receivedAt),
  };
}

async function readPlans(file: string, { indexOf }: EstateFile, correlator: Correlator): Promise<void> {
  for await (const json of optionalJsonLines(file)) {
    const { nodes } = json.value;
    if (!Array.isArray(nodes)) throw badLine(json.line, "commandLine.jsonShape", { field: "nodes" });
    const entities = nodes.flatMap((node) => (typeof node === "string" ? (indexOf.get(node) ?? []) : []));
    correlator.plan(textAt(json, "id"), entities, timeAt(json, "start"), timeAt(json, "end"));
  }
}

/** Changes at known entities, the latest first. */
async function readChanges(
  file: string,
  { directory }: EstateFile,
): Promise<{ id: string; entity: number; at: number }[]> {
  const changes: { id: string; entity: number; at: number }[] = [];
  for await (const json of optionalJsonLines(file)) {
    const entity = entityNamed(directory, textAt(json, "target"), {});
    if (entity >= 0) changes.push({ id: textAt(json, "id"), entity, at: timeAt(json, "ts") });
  }
  return changes.sort((left, right) => right.at - left.at);
}
