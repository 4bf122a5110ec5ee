import type { EntityKind } from "../../../../shared/domain/entity.ts";

/** What an entity does in the estate; decides which tools watch it and which faults can begin at it. */
export type Role =
  | "web"
  | "bff"
  | "api"
  | "worker"
  | "database"
  | "queue"
  | "cache"
  | "pod"
  | "node"
  | "databaseHost"
  | "router"
  | "switch"
  | "balancer"
  | "uplink"
  | "storeRouter"
  | "store";

export const KIND_OF: Record<Role, EntityKind> = {
  web: "app",
  bff: "service",
  api: "service",
  worker: "service",
  database: "database",
  queue: "queue",
  cache: "database",
  pod: "pod",
  node: "host",
  databaseHost: "host",
  router: "device",
  switch: "device",
  balancer: "device",
  uplink: "device",
  storeRouter: "device",
  store: "site",
};

export type EstateEntity = {
  /** Known inside the simulation only; no tool ever says it. */
  key: string;
  role: Role;
  /** The name in the inventory. Every tool derives its own from it. */
  name: string;
  /** City and its code. */
  site: string;
  siteCode: string;
  /** The business it belongs to, or what kind of equipment it is. */
  group: string;
  /** Unique in the estate. */
  ordinal: number;
  address: string;
  /** The machine below it, when there is exactly one. */
  runsOn: EstateEntity | null;
};

/** How the console can learn of an edge. `hidden` ones are real but no tool knows them. */
export type Knowledge = "declared" | "traced" | "both" | "hidden";

/** `from` depends on `to`. */
export type Dependency = { from: EstateEntity; to: EstateEntity; knowledge: Knowledge; confidence: number };

export type Estate = {
  seed: number;
  entities: EstateEntity[];
  dependencies: Dependency[];
  /** By key: the entities that depend on it. */
  dependents: Map<string, EstateEntity[]>;
  /** By key of a service: its pods. */
  pods: Map<string, EstateEntity[]>;
  /** The group in which the opening story takes place. */
  storyGroup: string;
  /** Keys of that group's entities and of everything below them: what happens here could be taken for a part of the story. */
  storyGround: Set<string>;
};

export const SERVICE_ROLES: readonly Role[] = ["web", "bff", "api", "worker"];

export const isService = (entity: EstateEntity): boolean => SERVICE_ROLES.includes(entity.role);

export const withRole = (estate: Estate, ...roles: Role[]): EstateEntity[] =>
  estate.entities.filter((entity) => roles.includes(entity.role));
