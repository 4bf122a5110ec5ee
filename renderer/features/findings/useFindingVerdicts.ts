import { useMutation, useQuery } from "@tanstack/react-query";
import type { Finding, FindingId } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { errorText, toast, type KeyCommand } from "../../ui/index.ts";

/** What a verdict is called where it is given. */
export type VerdictWords = Record<"dismiss" | "dismissHint" | "dismissed" | "restored" | "nothingToDismiss", string>;

const anomalyWords = (): VerdictWords => ({
  dismiss: text("findings.dismiss"),
  dismissHint: text("findings.dismissHint"),
  dismissed: text("findings.dismissed"),
  restored: text("findings.restored"),
  nothingToDismiss: text("findings.nothingToDismiss"),
});

/** "Not an anomaly" and its undo. */
export type FindingVerdicts = {
  words: VerdictWords;
  mayAct: boolean;
  busy: boolean;
  dismiss(finding: Pick<Finding, "id">): void;
  restore(finding: Pick<Finding, "id">): void;
  /** Takes back the verdict on the chosen finding when it has one, else the newest of all. */
  undo(): void;
};

const complain = (error: unknown): void =>
  void toast({ title: text("findings.failed"), message: errorText(error), tone: "error" });

/** The newest verdict on a metric or pattern that stands. */
const newestVerdict = { filter: { state: "dismissed" }, limit: 1 } as const;

/** @param chosen what is on the screen; its own verdict is taken back first */
export function useFindingVerdicts(
  chosen: Pick<Finding, "id" | "dismissedAt"> | undefined,
  words: VerdictWords = anomalyWords(),
): FindingVerdicts {
  const session = useQuery(api.session.get.queryOptions());
  const latest = useQuery(api.findings.list.queryOptions({ input: newestVerdict }));
  const dismiss = useMutation(
    api.findings.dismiss.mutationOptions({
      onError: complain,
      onSuccess: () => void toast({ title: words.dismissed, message: text("findings.dismissedMore") }),
    }),
  );
  const restore = useMutation(
    api.findings.restore.mutationOptions({
      onError: complain,
      onSuccess: () => void toast({ title: words.restored }),
    }),
  );
  const mayAct = session.data?.caller.permissions.includes("act") === true;
  const takeBack = (id: FindingId): void => {
    if (mayAct) restore.mutate({ id });
  };
  return {
    words,
    mayAct,
    busy: dismiss.isPending || restore.isPending,
    dismiss: ({ id }) => {
      if (mayAct) dismiss.mutate({ id });
    },
    restore: ({ id }) => takeBack(id),
    undo: () => {
      const id = chosen?.dismissedAt == null ? latest.data?.rows[0]?.id : chosen.id;
      if (id === undefined) void toast({ title: text("findings.nothingToUndo") });
      else takeBack(id);
    },
  };
}

/** The keys of both: `x` marks what is chosen, `u` takes back. */
export function verdictKeys(
  chosen: Pick<Finding, "id" | "dismissedAt"> | undefined,
  verdicts: FindingVerdicts,
  group: string,
): KeyCommand[] {
  const { words } = verdicts;
  const mark = (): void => {
    if (chosen === undefined || chosen.dismissedAt !== null) void toast({ title: words.nothingToDismiss });
    else verdicts.dismiss(chosen);
  };
  return [
    {
      keys: "x",
      label: words.dismiss,
      run: mark,
      bar: { keys: ["x"], label: words.dismiss.toLowerCase() },
      group,
    },
    {
      keys: "u",
      label: text("findings.undoLast"),
      run: verdicts.undo,
      bar: { keys: ["u"], label: text("findings.key.undo") },
      group,
    },
  ];
}
