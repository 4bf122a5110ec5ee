import { z } from "zod";
import { Instant } from "../domain/event.ts";
import { Caller } from "../domain/session.ts";
import { procedure } from "./errors.ts";

export const session = {
  get: procedure.output(
    z.object({
      caller: Caller,
      version: z.string(),
      /** Demo data lives in its own folder and never mixes with real data. */
      demo: z.boolean(),
      /** No source is configured yet: show the welcome. */
      empty: z.boolean(),
      engineStartedAt: Instant,
      /** For the screen's clock, which must not trust the display's. */
      now: Instant,
      /** For callers who may configure: a path tells of the machine and its users. */
      dataFolder: z.string().nullable(),
      /** Address of the wall with its read-only token, for callers who may configure. */
      wallUrl: z.string().nullable(),
    }),
  ),
  /** Stops this engine's sources and goes on with the demo folder, or back. The client rebinds. */
  setDemo: procedure.input(z.object({ demo: z.boolean() })).output(z.object({ restarting: z.boolean() })),
};

export const Health = z.object({
  databaseBytes: z.int(),
  eventCount: z.int(),
  queueDepth: z.int(),
  transactionP99Ms: z.number(),
  analysisLag: z.int(),
  workerRestarts: z.int(),
});

export const health = {
  get: procedure.output(Health),
};
