import type { MessagePort } from "node:worker_threads";
import type { Topic } from "../../../shared/contract/updates.ts";
import type { Message } from "../../../shared/domain/message.ts";
import type { Caller } from "../../../shared/domain/session.ts";
import type { Rule } from "../../../shared/domain/rule.ts";
import type { SourceConfig } from "../../../shared/domain/source.ts";
import type { CommandName, CommandResult } from "../commands.ts";
import type { CheckpointWaits } from "../store/checkpoint.ts";
import type { TransactionTimes } from "./write-queue.ts";
import type { Result } from "../connectors/connector.ts";

/** What the ingest thread is started with. */
export type IngestOptions = {
  file: string;
  /** Sources of the configuration file; those of the form are in the database. */
  sources: SourceConfig[];
  /** The same of rules. */
  rules?: Rule[];
  demo: { seed: number } | null;
  mask: { keyId: string; key: string };
  retention: { days: number; maximumBytes: number; topologyDays: number };
};

/** What the main thread asks of the ingest thread. */
export type ToIngest =
  /** The first message, once. */
  | { kind: "open"; options: IngestOptions }
  | { kind: "command"; id: number; name: CommandName; caller: Caller; input: unknown }
  | { kind: "secret"; id: number; result: Result<string> }
  | { kind: "analysis"; port: MessagePort }
  | { kind: "close" };

/** What the ingest thread tells the main thread. */
export type FromIngest =
  | { kind: "ready"; notice: Message | null }
  | { kind: "refused"; problem: { kind: string; message: Message } }
  | { kind: "reply"; id: number; result: CommandResult<unknown> }
  | { kind: "secret"; id: number; reference: string }
  | { kind: "changed"; topics: Topic[] }
  | { kind: "stats"; stats: IngestStats }
  /** What keeps transactions from being stored, such as a full disk; null when they are stored again. */
  | { kind: "obstacle"; obstacle: Message | null }
  /** It failed, or what it did could not be stored: another one goes on from what is on disk. */
  | { kind: "restart-analysis" }
  | { kind: "log"; line: string }
  | { kind: "closed" };

/** Figures about the ingest thread since it started. */
export type IngestStats = {
  queueDepth: number;
  transactions: TransactionTimes;
  /** For readers of a write-ahead log that had become too long; no part of a transaction. */
  checkpointWaits: CheckpointWaits;
  /** Milliseconds, of the last thousand transactions. */
  transactionP50Ms: number;
  transactionP99Ms: number;
  activeAlerts: number;
  /** Log entries that analysis has not read yet. */
  analysisLag: number;
  quarantined: number;
};
