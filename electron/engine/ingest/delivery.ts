import type { Scope } from "../../../shared/domain/scope.ts";

/** Where reports come from and how complete they are. */
export type Delivery = {
  sourceId: string;
  scope: Scope;
  receivedAt: number;
  /** A full list of what holds now, with its number; undefined for reports that come one by one. */
  snapshot: number | undefined;
};

/** Who ends an alert, and when. */
export type Ending = Pick<Delivery, "sourceId" | "receivedAt">;
