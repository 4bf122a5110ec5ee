import { z } from "zod";

/** What a team or tenant may see. Every row that belongs to somebody carries one. */
export const Scope = z.string().min(1).max(64).brand<"Scope">();
export type Scope = z.infer<typeof Scope>;

/** The scopes of a caller. Every store function that reads takes them. */
export type Scopes = readonly Scope[];

/** The scope of a source whose configuration names none. */
export const DEFAULT_SCOPE = "default" as Scope;
