import type { WebSocket } from "ws";
import type { EngineAccess } from "../../electron/engine/api/access.ts";
import type { EngineOptions } from "../../electron/engine/compose.ts";
import type { EngineParts } from "../../electron/host/engine-parts.ts";
import type { Message } from "../../shared/domain/message.ts";
import { someMetrics } from "./metrics.ts";

export type FakeEngine = {
  parts: EngineParts;
  /** What each engine was started with, in order. */
  started: EngineOptions[];
  closed: string[];
  /** The access that the api of the running engine got. */
  access(): EngineAccess;
  /** Lets every start be refused from now on. */
  refuse(problem: Message | undefined): void;
  refuseOnce(problem: Message): void;
  /** Lets every engine answer at once and say only later that it cannot work. */
  failAfterStart(problem: Message): void;
  /** Lets the running engine say that its ingest thread is gone. */
  breakDown(): void;
};

/** An engine that only remembers what was asked of it. Its api answers each message with the data folder. */
export function aFakeEngine(): FakeEngine {
  const started: EngineOptions[] = [];
  const closed: string[] = [];
  let current: EngineAccess | undefined;
  let broken = 0;
  let nextRefusal: Message | undefined;
  let refusal: Message | undefined;
  let lateProblem: Message | undefined;
  const unused = (): never => {
    throw new Error("the fake engine has no such part");
  };
  const parts: EngineParts = {
    async start(options) {
      started.push(options);
      const problem = nextRefusal ?? refusal;
      nextRefusal = undefined;
      if (problem !== undefined) return { ok: false, problem };
      const { dataFolder, demo, version } = options;
      const facts = {
        version,
        demo,
        startedAt: 0,
        dataFolder,
        queueDepth: 0,
        transactionP99Ms: 0,
        analysisLag: 0,
        workerRestarts: 0,
        wallUrl: null,
      };
      const access = { facts: () => facts, setDemo: unused, now: () => 0 } as unknown as EngineAccess;
      const number = started.length;
      return {
        ok: true,
        engine: {
          access,
          ready: Promise.resolve(lateProblem),
          metrics: () => someMetrics(),
          problems: () => (broken === number ? [{ code: "engine.ingestFailed", params: {} }] : []),
          close: async () => {
            closed.push(dataFolder);
          },
        },
      };
    },
    serve(access) {
      current = access;
      return (socket: WebSocket) => socket.on("message", () => socket.send(access.facts().dataFolder));
    },
  };
  return {
    parts,
    started,
    closed,
    access: () => current ?? unused(),
    refuseOnce: (problem) => (nextRefusal = problem),
    failAfterStart: (problem) => (lateProblem = problem),
    breakDown: () => (broken = started.length),
    refuse: (problem) => (refusal = problem),
  };
}
