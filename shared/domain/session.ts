import { z } from "zod";
import { Scope } from "./scope.ts";

/** What a caller may do. `authorise()` asks for one of these before every call and subscription. */
export const Permission = z.enum(["read", "act", "configure", "audit"]);
export type Permission = z.infer<typeof Permission>;

/** Who calls: taken from the token, never from the request. */
export const Caller = z.object({
  name: z.string(),
  scopes: z.array(Scope),
  permissions: z.array(Permission),
});
export type Caller = z.infer<typeof Caller>;

/** Whether a name that stands in the data is the caller's own, as `authorise()` knows the caller. Nobody is nobody's. */
export const isSelf = (caller: Pick<Caller, "name"> | undefined, name: string | null): boolean =>
  caller !== undefined && name !== null && caller.name === name;
