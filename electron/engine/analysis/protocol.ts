import type { Position } from "../../../shared/domain/position.ts";
import type { AnalysisStep } from "../../../shared/domain/proposal.ts";

/**
 * What the ingest thread tells the analysis thread.
 * `advance`: there are new entries in the log. `applied`: the oldest step under way has been committed.
 * `restart`: a step could not be applied; the thread ends, so that another starts from what is on disk.
 * `skip`: entries to leave out, before the first `advance`: each has crashed analysis twice.
 * `single`: entries as far as there are to be read one by one, before the first `advance`: one of them ends the thread.
 */
export type ToAnalysis =
  | { kind: "advance" }
  | { kind: "applied" }
  | { kind: "restart" }
  | { kind: "skip"; positions: Position[] }
  | { kind: "single"; upTo: Position };

/**
 * What the analysis thread answers. `reading`: what it is about to read, so that the cause is known when it never answers.
 * `isBehind`: a tick should come soon. After `crashed` the thread ends.
 */
export type FromAnalysis =
  | { kind: "reading"; after: Position; upTo: Position; entries: number }
  | { kind: "step"; step: AnalysisStep; isBehind: boolean }
  | { kind: "crashed"; position: Position; error: string };
