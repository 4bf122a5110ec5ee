import type { SourceKind } from "../../../shared/contract/sources.ts";
import type { Topic } from "../../../shared/contract/updates.ts";
import type { Caller } from "../../../shared/domain/session.ts";
import type { RuleTester } from "../backtest/tester.ts";
import type { SendCommand } from "../commands.ts";
import type { ReadableDb } from "../store/database.ts";
import type { LongRead } from "../store/read-long.ts";

/** What the handlers work with. `compose.ts` makes it; tests make their own over a real database file. */
export interface EngineAccess {
  /** Read-only connection of the api thread; no query above 20 ms. */
  db: ReadableDb;
  /** Runs a read that may take longer on the reader worker: `Reader.read` of `reader.ts`. */
  longRead: LongRead;
  command: SendCommand;
  /** Runs rules over the cached history. */
  tester: Pick<RuleTester, "run" | "running" | "cancel">;
  /** Calls back with what changed, at most four times a second; returns the unsubscribe. */
  onChanged(listener: (topics: Topic[], version: number) => void): () => void;
  now(): number;
  facts(): EngineFacts;
  /** The kinds of sources that can be configured, for the form: `Registry.describeKinds`. */
  sourceKinds(): SourceKind[];
  /** Restarts with or without the demo's own data folder. */
  setDemo(demo: boolean): void;
}

export type EngineFacts = {
  version: string;
  demo: boolean;
  startedAt: number;
  dataFolder: string;
  queueDepth: number;
  transactionP99Ms: number;
  analysisLag: number;
  workerRestarts: number;
  /** Address of the wall with its token, when the listener is on. */
  wallUrl: string | null;
};

/** Who is behind a connection: the handlers' oRPC context. */
export type ApiContext = { caller: Caller };
