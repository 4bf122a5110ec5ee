import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { IncidentDetail } from "../../../shared/domain/incident.ts";
import { MAXIMUM_PER_ACTION } from "../../../shared/domain/outbox.ts";
import { isSelf } from "../../../shared/domain/session.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { toast } from "../../ui/index.ts";
import { complain } from "./complain.ts";
import { skippedWords } from "./skippedWords.ts";
import { useVerdicts, type VerdictSet } from "./useVerdicts.ts";
import { nextToTakeBack, refutable } from "./verdictWords.ts";

export type IncidentDialog = "note" | "acknowledge" | "merge" | "split" | null;

/** What a person can do with an incident. Absent when there is nothing to act on. */
export type IncidentActionSet = {
  mayAct: boolean;
  busy: boolean;
  mine: boolean;
  /** At once, or after asking where one action cannot take all of it. */
  acknowledge(options?: { note: string; minutes: number }): void;
  /** Takes back what was done last: a verdict, or the acknowledgement. */
  undo(): void;
  /** That was not the cause: the likeliest one. */
  ruleOut(): void;
  verdicts: VerdictSet;
  note(words: string): void;
  /** Takes it over, or gives it back when it is already the caller's. */
  toggleOwner(): void;
  dialog: IncidentDialog;
  openDialog(dialog: IncidentDialog): void;
};

export function useIncidentActions(
  incident:
    | Pick<IncidentDetail, "id" | "version" | "owner" | "firingCount" | "causes" | "verdicts" | "acknowledgement">
    | undefined,
): IncidentActionSet {
  const [dialog, openDialog] = useState<IncidentDialog>(null);
  const session = useQuery(api.session.get.queryOptions());
  const acknowledge = useMutation(
    api.incidents.acknowledge.mutationOptions({
      onError: complain,
      onSuccess: ({ items, skipped }) =>
        void toast({
          title: text("incident.queued", { count: items.length }),
          message: skipped.length === 0 ? text("incident.confirmHint") : skippedWords(skipped),
        }),
    }),
  );
  const undo = useMutation(
    api.incidents.undo.mutationOptions({
      onError: complain,
      onSuccess: ({ items }) =>
        void toast({
          title:
            items.length === 0 ? text("incident.nothingToUndo") : text("incident.undoQueued", { count: items.length }),
        }),
    }),
  );
  const note = useMutation(
    api.incidents.note.mutationOptions({
      onError: complain,
      onSuccess: () => void toast({ title: text("incident.noteSaved") }),
    }),
  );
  const owner = useMutation(
    api.incidents.setOwner.mutationOptions({
      onError: complain,
      onSuccess: (_, input) =>
        void toast({ title: text(input.owner === null ? "incident.released" : "incident.taken", { id: input.id }) }),
    }),
  );
  const verdicts = useVerdicts(incident);
  const caller = session.data?.caller;
  const mine = isSelf(caller, incident?.owner ?? null);
  const mayAct = incident !== undefined && caller?.permissions.includes("act") === true;
  const acting = (act: (chosen: NonNullable<typeof incident>) => void) => (): void => {
    if (incident !== undefined && mayAct) act(incident);
  };
  return {
    mayAct,
    mine,
    busy: acknowledge.isPending || undo.isPending || owner.isPending || verdicts.busy,
    acknowledge: (options) =>
      acting(({ id, version, firingCount }) => {
        if (options === undefined && firingCount > MAXIMUM_PER_ACTION) openDialog("acknowledge");
        else acknowledge.mutate({ id, seenVersion: version, ...options });
      })(),
    undo: acting((chosen) => {
      const verdict = nextToTakeBack(chosen);
      if (verdict === undefined) undo.mutate({ id: chosen.id });
      else verdicts.takeBack(verdict.id);
    }),
    ruleOut: acting((chosen) => {
      const entityId = refutable(chosen)?.entityId;
      if (entityId === undefined || entityId === null) void toast({ title: text("incident.nothingToRuleOut") });
      else verdicts.ruleOut(entityId);
    }),
    verdicts,
    note: (words) => acting(({ id }) => note.mutate({ id, text: words }))(),
    toggleOwner: acting(({ id }) => owner.mutate({ id, owner: mine ? null : (caller?.name ?? null) })),
    dialog,
    openDialog: (next) => openDialog(next === null || mayAct ? next : null),
  };
}
