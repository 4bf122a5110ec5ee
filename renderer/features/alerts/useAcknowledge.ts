import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Fingerprint } from "../../../shared/domain/alert.ts";
import type { OutboxItem } from "../../../shared/domain/outbox.ts";
import { api } from "../../api/client.ts";

export type AcknowledgeOutcome = { items: OutboxItem[]; skipped: { fingerprint: string; reason: string }[] };

export type Acknowledging = {
  acknowledge(alerts: { fingerprint: Fingerprint; seenVersion: number }[]): void;
  undo(): void;
  close(): void;
  busy: boolean;
  result: AcknowledgeOutcome | null;
  undone: number;
  error: unknown;
};

/** Acknowledges alerts and takes the last acknowledgement back; `result` stays until it is closed. */
export function useAcknowledge(): Acknowledging {
  const [undone, setUndone] = useState(0);
  const acknowledge = useMutation(api.alerts.acknowledge.mutationOptions());
  const undo = useMutation(api.outbox.undo.mutationOptions());
  const close = (): void => {
    acknowledge.reset();
    undo.reset();
    setUndone(0);
  };
  return {
    acknowledge: (alerts) => {
      close();
      if (alerts.length > 0) acknowledge.mutate({ alerts });
    },
    undo: () => {
      const items = acknowledge.data?.items ?? [];
      void Promise.all(items.map((item) => undo.mutateAsync({ id: item.id }))).then(
        () => {
          acknowledge.reset();
          setUndone(items.length);
        },
        // The mutation keeps the failure, and `error` shows it.
        () => undefined,
      );
    },
    close,
    busy: acknowledge.isPending || undo.isPending,
    result: acknowledge.data ?? null,
    undone,
    error: acknowledge.error ?? undo.error,
  };
}
