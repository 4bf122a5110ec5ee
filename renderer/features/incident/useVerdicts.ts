import { useMutation } from "@tanstack/react-query";
import type { EntityId } from "../../../shared/domain/entity.ts";
import type { IncidentDetail, IncidentId } from "../../../shared/domain/incident.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { toast } from "../../ui/index.ts";
import { complain } from "./complain.ts";

/** What a person can say against or beside the analysis. */
export type VerdictSet = {
  busy: boolean;
  merge(otherIds: readonly IncidentId[]): void;
  split(entityIds: readonly EntityId[]): void;
  ruleOut(entityId: EntityId): void;
  takeBack(verdictId: string): void;
};

export function useVerdicts(incident: Pick<IncidentDetail, "id"> | undefined): VerdictSet {
  const options = { onError: complain, onSuccess: () => void toast({ title: text("incident.verdictTaken") }) };
  const merge = useMutation(api.incidents.merge.mutationOptions(options));
  const split = useMutation(api.incidents.split.mutationOptions(options));
  const ruleOut = useMutation(api.incidents.ruleOut.mutationOptions(options));
  const takeBack = useMutation(
    api.incidents.takeBack.mutationOptions({
      onError: complain,
      onSuccess: () => void toast({ title: text("incident.verdictTakenBack") }),
    }),
  );
  const id = incident?.id;
  return {
    busy: [merge, split, ruleOut, takeBack].some(({ isPending }) => isPending),
    merge: (otherIds) => id !== undefined && merge.mutate({ id, otherIds: [...otherIds] }),
    split: (entityIds) => id !== undefined && split.mutate({ id, entityIds: [...entityIds] }),
    ruleOut: (entityId) => id !== undefined && ruleOut.mutate({ id, entityId }),
    takeBack: (verdictId) => id !== undefined && takeBack.mutate({ id, verdictId }),
  };
}
