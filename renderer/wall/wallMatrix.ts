import { rankOf, type Severity } from "../../shared/domain/severity.ts";
import type { TopologyNode } from "../../shared/domain/topology.ts";

/** What a cell says: nothing there, all calm, or the worst that fires there. */
export type MatrixCell =
  | { kind: "none" }
  | { kind: "calm"; stale: boolean }
  | { kind: "firing"; severity: Severity; acknowledged: boolean; stale: boolean };

export type MatrixRow = { name: string; cells: MatrixCell[]; worst: Severity | null };
export type Matrix = { sites: string[]; rows: MatrixRow[]; omittedRows: number; omittedSites: number };

const NO_SITE = "";

/**
 * What runs where, and what is broken there: a row per group (what has none counts by its kind of thing), a column per site.
 * Rows with trouble first, then the larger ones, so that what is cut off is what matters least; sites with trouble first too,
 * then by size. Ties go by name, so that nothing jumps.
 */
export function matrixOf(
  nodes: readonly TopologyNode[],
  nameOf: (node: TopologyNode) => string,
  maximumRows: number,
  maximumSites: number,
): Matrix {
  const bySite = rankKeys(nodes, (node) => node.site ?? NO_SITE);
  const byRow = rankKeys(nodes, nameOf);
  const sites = bySite.slice(0, maximumSites);
  const members = Map.groupBy(nodes, (node) => cellKey(nameOf(node), node.site ?? NO_SITE));
  const rows = byRow.slice(0, maximumRows).map((name) => {
    const cells = sites.map((site) => cellOf(members.get(cellKey(name, site)) ?? []));
    return { name, cells, worst: worstIn(nodes.filter((node) => nameOf(node) === name)) };
  });
  return { sites: sites, rows, omittedRows: byRow.length - rows.length, omittedSites: bySite.length - sites.length };
}

const cellKey = (row: string, site: string): string => `${row}\n${site}`;

function rankKeys(nodes: readonly TopologyNode[], keyOf: (node: TopologyNode) => string): string[] {
  const groups = [...Map.groupBy(nodes, keyOf)].map(([key, members]) => ({
    key,
    size: members.length,
    rank: severityRank(worstIn(members)),
  }));
  groups.sort((a, b) => b.rank - a.rank || b.size - a.size || (a.key < b.key ? -1 : 1));
  return groups.map(({ key }) => key);
}

function cellOf(members: readonly TopologyNode[]): MatrixCell {
  if (members.length === 0) return { kind: "none" };
  const stale = members.every((node) => node.stale);
  const severity = worstIn(members);
  if (severity === null) return { kind: "calm", stale };
  const worst = members.filter((node) => node.severity === severity);
  return { kind: "firing", severity, acknowledged: worst.every((node) => node.acknowledged), stale };
}

function worstIn(members: readonly TopologyNode[]): Severity | null {
  return members.reduce<Severity | null>(
    (worst, { severity }) => (severityRank(severity) > severityRank(worst) ? severity : worst),
    null,
  );
}

const severityRank = (severity: Severity | null): number => (severity === null ? -1 : rankOf(severity));
