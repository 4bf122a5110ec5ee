import { useQuery } from "@tanstack/react-query";
import { text } from "../../shared/strings/index.ts";
import { unpackTopology } from "../../shared/domain/topology-columns.ts";
import type { TopologyNode } from "../../shared/domain/topology.ts";
import { api, client } from "../api/client.ts";
import { matrixOf } from "./wallMatrix.ts";

/** Rows and columns that fit at the smallest type. */
const MATRIX = { rows: 6, sites: 4 } as const;
/** The map changes with every alert; the wall looks at it at its own pace, and keeps only the matrix. */
const MATRIX_MS = 10_000;
/** Nobody is there who could press a button. */
const RETRY_MS = 5_000;

const rowOf = (node: TopologyNode): string => node.group ?? text(`topology.kind.${node.kind}`);

/** What the wall shows. Only what fits is asked for, so that its memory stays flat. */
export function useWallData() {
  const incidents = useQuery({
    ...api.incidents.list.queryOptions({ input: { limit: 40 } }),
    refetchInterval: ({ state }) => (state.status === "error" ? RETRY_MS : false),
  });
  const resolved = useQuery({
    ...api.incidents.list.queryOptions({ input: { filter: { state: "resolved" }, limit: 1 } }),
    enabled: incidents.data?.total === 0,
  });
  const sources = useQuery(api.sources.list.queryOptions());
  const rate = useQuery(api.alerts.rate.queryOptions({ input: { bucketMinutes: 10, buckets: 36 } }));
  const matrix = useQuery({
    queryKey: ["wall", "matrix"],
    queryFn: async () => {
      const { nodes } = unpackTopology(await client.topology.get({ limit: 10_000 }));
      return matrixOf(nodes, rowOf, MATRIX.rows, MATRIX.sites);
    },
    refetchInterval: MATRIX_MS,
  });
  return { incidents, resolved, sources, rate, matrix };
}

export type WallData = ReturnType<typeof useWallData>;
