import { z } from "zod";

/**
 * A sentence as data: a key of the string catalogue and what to fill in.
 * The engine never writes prose; `shared/strings` turns a message into the reader's language.
 * A parameter whose name ends in `At` is epoch milliseconds, in `Ms` a duration, in `Share` a fraction in [0,1].
 */
export const Message = z.object({
  code: z.string().min(1),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Message = z.infer<typeof Message>;

/** A message that speaks for or against something. `weight` in [0,1] says how much. */
export const Reason = Message.extend({ supports: z.boolean(), weight: z.number().min(0).max(1) });
export type Reason = z.infer<typeof Reason>;
