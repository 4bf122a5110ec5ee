import type { FindingSeen } from "../../../shared/domain/finding.ts";
import type { Position } from "../../../shared/domain/position.ts";
import type { Checkpoint, StateRow } from "../../../shared/domain/proposal.ts";
import { loadAnalysisState, loadQuarantine } from "./analysis-state.ts";
import type { ReadableDb } from "./database.ts";
import { loadCheckpoints, loadOpenFindings } from "./observations.ts";
import { snapshot } from "./snapshot.ts";

/** What analysis goes on from after a restart. */
export type SavedAnalysis = {
  upTo: Position;
  rows: StateRow[];
  checkpoints: Checkpoint[];
  openFindings: FindingSeen[];
  /** Events that it skips. */
  quarantined: Position[];
};

/** All of it as one step left it: the last steps of the thread before may still be written meanwhile. */
export const savedAnalysis = (db: ReadableDb): SavedAnalysis =>
  snapshot(db, () => ({
    ...loadAnalysisState(db),
    checkpoints: loadCheckpoints(db),
    openFindings: loadOpenFindings(db),
    quarantined: loadQuarantine(db),
  }));
