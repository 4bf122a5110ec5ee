import { z } from "zod";
import { Scope } from "./scope.ts";

/** A thing that can break. */
export const EntityKind = z.enum(["service", "database", "queue", "host", "pod", "device", "app", "site", "other"]);
export type EntityKind = z.infer<typeof EntityKind>;

export const EntityId = z.string().min(1).brand<"EntityId">();
export type EntityId = z.infer<typeof EntityId>;

export const Entity = z.object({
  id: EntityId,
  scope: Scope,
  kind: EntityKind,
  /** The name that a person would use. */
  name: z.string(),
  site: z.string().nullable(),
  group: z.string().nullable(),
});
export type Entity = z.infer<typeof Entity>;
