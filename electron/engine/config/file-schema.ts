import { z } from "zod";
import { MAXIMUM_RULES, Rule } from "../../../shared/domain/rule.ts";
import { Scope } from "../../../shared/domain/scope.ts";
import { SourceConfig } from "../../../shared/domain/source.ts";

/** The page lies at the top of its address, so nothing may follow the name and port. */
const isOrigin = (address: string): boolean => {
  const url = URL.parse(address);
  return url === null || url.href === `${url.origin}/`;
};

/** Where the browser and the wall find the engine. Everything but loopback has to be written down. */
export const ListenerConfig = z.strictObject({
  host: z.string().min(1).default("127.0.0.1"),
  /** 0 takes any free port. */
  port: z.int().min(0).max(65_535).default(7780),
  /** The address that people type when a reverse proxy stands in front, such as `https://watchfloor.example.com`. */
  public: z
    .url({ protocol: /^https?$/ })
    .refine(isOrigin, { params: { code: "commandLine.configPublicPath" } })
    .optional(),
});
export type ListenerConfig = z.infer<typeof ListenerConfig>;

/** What is removed: first by age, then by size. */
export const RetentionConfig = z.strictObject({
  days: z.int().min(1).max(3650).default(30),
  maximumGigabytes: z.number().min(0.1).max(10_000).default(20),
  /** Entities and dependencies that no source has told of for so long leave the map. */
  topologyDays: z.int().min(1).max(3650).default(14),
});
export type RetentionConfig = z.infer<typeof RetentionConfig>;

/** `watchfloor.yaml`. */
export const ConfigFile = z.strictObject({
  listener: ListenerConfig.prefault({}),
  retention: RetentionConfig.prefault({}),
  /** When present, every source's scope must be one of these. */
  scopes: z.array(Scope).min(1).optional(),
  sources: z.array(SourceConfig).default([]),
  rules: z.array(Rule).max(MAXIMUM_RULES).default([]),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

/** What holds when there is no file. */
export const defaultConfig = (): ConfigFile => ConfigFile.parse({});
