import type { EngineAccess, EngineFacts } from "../../electron/engine/api/access.ts";
import type { CommandName, CommandResult, Commands, SendCommand } from "../../electron/engine/commands.ts";
import { longReads } from "../../electron/engine/store/read-long.ts";
import type { LongRead } from "../../electron/engine/store/read-long.ts";
import type { Topic } from "../../shared/contract/updates.ts";
import { Permission, type Caller } from "../../shared/domain/session.ts";
import { DEFAULT, type Estate, NIGHT } from "./estate.ts";

export const FACTS: EngineFacts = {
  version: "0.1.0",
  demo: false,
  startedAt: NIGHT,
  dataFolder: "/data",
  queueDepth: 0,
  transactionP99Ms: 3.5,
  analysisLag: 0,
  workerRestarts: 0,
  wallUrl: "http://127.0.0.1:7420/wall#token",
};

export type SentCommand = { name: CommandName; caller: Caller; input: unknown };

export type TestAccess = EngineAccess & {
  sent: SentCommand[];
  demoAsked: boolean[];
  /** Answers the next commands of a name with this. */
  answer<K extends CommandName>(name: K, result: CommandResult<Commands[K]["output"]>): void;
  announce(topics: Topic[], version: number): void;
  watchers(): number;
};

/** What the handlers work with, over a real database; commands are recorded and answered as told. */
export function anAccess(estate: Pick<Estate, "reader">, more: Partial<EngineAccess> = {}): TestAccess {
  const sent: SentCommand[] = [];
  const demoAsked: boolean[] = [];
  const answers = new Map<CommandName, unknown>([["recordDenial", { ok: true, value: { recorded: true } }]]);
  const listeners = new Set<(topics: Topic[], version: number) => void>();
  const command = (async (name: CommandName, caller: Caller, input: unknown) => {
    sent.push({ name, caller, input });
    const answer = answers.get(name);
    if (answer === undefined) throw new Error(`the test gave no answer to ${name}`);
    return answer;
  }) as SendCommand;
  const longRead = (async (name: keyof typeof longReads, scopes: never, input: never) =>
    longReads[name](estate.reader, scopes, input)) as LongRead;
  return {
    db: estate.reader,
    longRead,
    command,
    tester: { running: null, run: () => Promise.resolve(null), cancel: () => false },
    onChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now: () => NIGHT,
    facts: () => FACTS,
    sourceKinds: () => [],
    setDemo: (demo) => void demoAsked.push(demo),
    ...more,
    sent,
    demoAsked,
    answer: (name, result) => void answers.set(name, result),
    announce: (topics, version) => listeners.forEach((listener) => listener(topics, version)),
    watchers: () => listeners.size,
  };
}

/** Someone who may do everything in the default scope. */
export const aCaller = (more: Partial<Caller> = {}): Caller => ({
  name: "Ada",
  scopes: [DEFAULT],
  permissions: [...Permission.options],
  ...more,
});
