import { useSyncExternalStore } from "react";
import { connection } from "./client.ts";
import type { ConnectionState } from "./connection.ts";

const subscribe = (listener: () => void): (() => void) => connection.subscribe(listener);

/** How the window stands to the engine, as it changes. */
export const useConnection = (): ConnectionState => useSyncExternalStore(subscribe, () => connection.state);
