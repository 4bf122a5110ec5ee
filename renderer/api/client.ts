import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import { onlineManager, QueryClient } from "@tanstack/react-query";
import type { Contract } from "../../shared/contract/index.ts";
import { Connection } from "./connection.ts";
import { followTopics } from "./invalidation.ts";
import { openPort } from "./portTransport.ts";
import { exchangeToken } from "./session.ts";
import { onWake, watchUpdates } from "./watch.ts";
import { openWebSocket } from "./webSocketTransport.ts";

const inShell = (): boolean => typeof window !== "undefined" && window.watchfloor !== undefined;

/** The one connection of this window. */
export const connection = new Connection({ open: () => (inShell() ? openPort() : openWebSocket()) });

/** The engine's procedures as plain calls. */
export const client: ContractRouterClient<Contract> = createORPCClient(connection.link);

/** The engine's procedures as options for useQuery and useMutation. */
export const api = createTanstackQueryUtils(client);

/** Pushes make data old, never time. Without a connection queries wait and mutations fail at once. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Infinity, gcTime: 10 * 60_000, retry: 1, retryDelay: 500, refetchOnWindowFocus: false },
    mutations: { networkMode: "always", retry: false },
  },
});

export type StartOptions = { onEngineTime(engineNow: number, receivedAt: number): void };

/** Signs in, connects, follows pushes, and stays connected. Call it once per window; returns what stops it. */
export function startApi({ onEngineTime }: StartOptions): () => void {
  let watching: AbortController | null = null;
  onlineManager.setEventListener(() => () => undefined);
  onlineManager.setOnline(false);
  const follow = (): void => {
    const open = connection.state.kind === "open";
    watching?.abort();
    watching = open ? new AbortController() : null;
    // The subscription goes first on the wire, so nothing that is asked for after it changes unnoticed.
    if (watching !== null) void watch(watching.signal, onEngineTime);
    onlineManager.setOnline(open);
  };
  // What is asked for before the window is drawn waits for the connection, too.
  queryClient.mount();
  const unsubscribe = connection.subscribe(follow);
  const stopWake = onWake(() => connection.drop());
  void exchangeToken().then(() => connection.run());
  return () => {
    unsubscribe();
    queryClient.unmount();
    stopWake();
    watching?.abort();
    connection.stop();
  };
}

async function watch(signal: AbortSignal, onEngineTime: StartOptions["onEngineTime"]): Promise<void> {
  const asked = client.updates.watch(undefined, { signal }).catch(() => null);
  const onChanged = followTopics(queryClient);
  const updates = await asked;
  if (updates !== null) {
    await watchUpdates({
      updates,
      signal,
      onChanged,
      onBeat: (engineNow) => onEngineTime(engineNow, Date.now()),
      onSilence: () => connection.drop(),
    });
  }
  if (!signal.aborted) connection.drop();
}
