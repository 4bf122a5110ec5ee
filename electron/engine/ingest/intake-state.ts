import type { Scope } from "../../../shared/domain/scope.ts";
import type { WatchedTime } from "../store/watched-time.ts";
import type { AlertIndex } from "./alert-index.ts";
import type { EdgeIndex } from "./edge-index.ts";
import type { EntityIndex } from "./entity-index.ts";
import type { SeriesIndex } from "./series-index.ts";

/** What the pipeline remembers of what is on disk, so that most reports need no query. */
export type IntakeState = {
  alerts: AlertIndex;
  entities: EntityIndex;
  edges: EdgeIndex;
  series: SeriesIndex;
  watched: WatchedTime;
  externalLabels: Map<string, ReadonlySet<string>>;
  /** Sources that are in use: what others said before they were removed or switched off is no longer taken in. */
  sources: Set<string>;
};

const NONE: ReadonlySet<string> = new Set();

/** Labels that say through which server an alert came, and are no part of what it is. */
export const externalLabelsIn = ({ externalLabels }: Pick<IntakeState, "externalLabels">, scope: Scope) =>
  externalLabels.get(scope) ?? NONE;
