import { z } from "zod";

/** `INC-` and a hash of the founding alert: the same log gives the same ids. */
export const IncidentId = z
  .string()
  .regex(/^INC-[0-9A-Z]{4,13}$/)
  .brand<"IncidentId">();
export type IncidentId = z.infer<typeof IncidentId>;
