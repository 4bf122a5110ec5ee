import { z } from "zod";
import { AuditEntry } from "../domain/audit.ts";
import { Page, procedure } from "./errors.ts";

export const audit = {
  list: procedure.input(Page).output(z.object({ rows: z.array(AuditEntry), total: z.int() })),
  /** Walks the whole chain. `brokenAt` is the first entry whose hash does not follow. */
  verify: procedure.output(z.object({ ok: z.boolean(), entries: z.int(), brokenAt: z.int().nullable() })),
};
