import { type Estate, type EstateEdge, estateOf } from "../engine/analysis/explain/estate.ts";
import { type Directory, directoryOf } from "../engine/analysis/explain/names.ts";
import { badLine } from "./input-lines.ts";
import { isObject, type JsonLine, readJson } from "./json-lines.ts";

/** A topology from a file: entities with their names in all tools, and "depends on" edges. */
export type EstateFile = { estate: Estate; directory: Directory; indexOf: ReadonlyMap<string, number> };

/** Reads `{nodes: [{id, kind, aliases}], edges: [[from, to, kind]]}`, `from` depends on `to`. @throws BadUsage */
export async function readEstate(file: string): Promise<EstateFile> {
  const json = await readJson(file);
  const nodes = listAt(json, "nodes").map((node) => nodeOf(json, node));
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
  const edges = listAt(json, "edges").map((edge): EstateEdge => {
    const [from, to, kind = ""] = Array.isArray(edge) ? (edge as unknown[]) : [];
    return { from: entityOf(json, indexOf, from), to: entityOf(json, indexOf, to), kind: String(kind) };
  });
  return { estate: estateOf(nodes, edges), directory: directoryOf(nodes.map(({ aliases }) => aliases)), indexOf };
}

function listAt({ line, value }: JsonLine, field: string): unknown[] {
  const found = value[field];
  if (!Array.isArray(found)) throw badLine(line, "commandLine.jsonShape", { field });
  return found;
}

function nodeOf({ line }: JsonLine, node: unknown): { id: string; kind: string; aliases: string[] } {
  if (!isObject(node) || typeof node.id !== "string")
    throw badLine(line, "commandLine.jsonShape", { field: "nodes.id" });
  const names = Array.isArray(node.aliases) ? node.aliases.filter((name) => typeof name === "string") : [];
  return { id: node.id, kind: typeof node.kind === "string" ? node.kind : "other", aliases: [node.id, ...names] };
}

function entityOf({ line }: JsonLine, indexOf: ReadonlyMap<string, number>, id: unknown): number {
  const index = typeof id === "string" ? indexOf.get(id) : undefined;
  if (index === undefined) throw badLine(line, "commandLine.jsonUnknownEntity", { id: String(id) });
  return index;
}
