import type { Message } from "../domain/message.ts";
import type { Severity } from "../domain/severity.ts";

/** What the shell's main process and its engine process say to each other. Both are parts of one program. */

/** Who looks through a window: an operator, or everybody who passes by. */
export type WindowRole = "desk" | "wall";

/** What the engine is started with, from the command line of the shell. */
export type EngineArguments = { dataFolder: string | null; configFile: string | null; demo: boolean };

/**
 * Where secrets are. `system`: the main process keeps them encrypted by the system's store and hands them over here.
 * `file`: there is no such store, so the engine keeps them in a file of its own, as the headless host does.
 */
export type SecretPlace = { kind: "system"; values: Record<string, string> } | { kind: "file" };

export type ToEngineProcess =
  | { kind: "start"; arguments: EngineArguments; secrets: SecretPlace; listen: boolean }
  /** Comes with one end of a message channel; the window has the other. */
  | { kind: "window"; role: WindowRole }
  | { kind: "secrets-kept"; id: number; problem: string | null }
  /** Switches the addresses for browsers on or off. */
  | { kind: "listen"; on: boolean }
  /** The machine was asleep: every window is to bind and to ask anew. */
  | { kind: "woke" }
  | { kind: "close" };

/** An open incident that nobody has acknowledged. */
export type WaitingIncident = { id: string; severity: Severity; headline: Message };

export type FromEngineProcess =
  | { kind: "running" }
  | { kind: "refused"; problem: Message }
  /** All secrets as they are from now on; answered by `secrets-kept` once they are safe. */
  | { kind: "keep-secrets"; id: number; values: Record<string, string> }
  | { kind: "listening"; wallUrl: string | null; problem: Message | null }
  /** The most urgent of them, worst first; `count` is of all. */
  | { kind: "incidents"; waiting: WaitingIncident[]; count: number }
  | { kind: "closed" };

/** From a window: give me a port. To it: here it is. */
export type ConnectChannel = "engine:connect";
export type PortChannel = "engine:port";
