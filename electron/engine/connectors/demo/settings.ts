import { z } from "zod";
import { TOOLS } from "./tools.ts";

/** The estate that is shown to whoever does not ask for another. */
export const DEMO_SEED = 70;

/** A source of kind `demo`: one tool's view of the estate that a seed makes. Times are epoch ms. */
export const DemoSettings = z.strictObject({
  seed: z.int().nonnegative().default(DEMO_SEED),
  tool: z.enum(TOOLS),
  /** When the simulated history began; all tools of one estate name the same. Without it: 45 minutes before the first question. */
  startedAt: z.int().nonnegative().optional(),
  speed: z.number().min(0.1).max(600).default(1),
  /** The tool cannot be reached between these two; for good when the second is missing. */
  disconnectAt: z.int().nonnegative().optional(),
  reconnectAt: z.int().nonnegative().optional(),
});
export type DemoSettings = z.infer<typeof DemoSettings>;
