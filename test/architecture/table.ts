import type { Import } from "./sources.ts";

/**
 * Who may import what. Entries of `may` are files and folders of the project, or packages; a folder's own files and `node:`
 * go without saying where `runsAnywhere` does not hold.
 */
export type Rule = { part: string; may: readonly string[]; mayTypes?: readonly string[]; runsAnywhere?: true };

const SCREEN = ["react", "react-dom", "@mantine/", "shared/"];
const FEATURE = [...SCREEN, "renderer/api/", "renderer/ui/", "@tanstack/react-query", "zustand", "zod"];
/** Types that every part of the engine speaks of. */
const COMMANDS = "electron/engine/commands.ts";
const RULES = "electron/engine/rules/";
/** What lies to the left in the flow of the pipeline. */
const LEFT = [
  RULES,
  "electron/engine/connectors/",
  "electron/engine/pipeline/",
  "electron/engine/analysis/",
  "electron/engine/store/",
];

/** The first rule whose part holds a file counts. */
export const TABLE: readonly Rule[] = [
  { part: "shared/", may: ["zod", "@orpc/contract"], runsAnywhere: true },

  // Operators' expressions, read and dispatched: for logs in the receivers, for alerts in analysis.
  { part: "electron/engine/rules/", may: ["shared/", "@marcbachmann/cel-js"] },
  { part: "electron/engine/connectors/", may: ["shared/", RULES, "zod", "undici", "protobufjs", "yaml"] },
  { part: "electron/engine/pipeline/", may: ["shared/"] },
  // Analysis is pure: only its thread's entry reads the log.
  {
    part: "electron/engine/analysis/worker.ts",
    may: ["shared/", "electron/engine/analysis/", "electron/engine/store/"],
  },
  { part: "electron/engine/analysis/", may: ["shared/", RULES, "zod"] },
  { part: "electron/engine/store/", may: ["shared/", "better-sqlite3", "zod"] },
  // Actions run on the ingest thread: over its draft of a transaction, its index of alerts and its queue.
  { part: "electron/engine/actions/", may: ["shared/", ...LEFT, "electron/engine/ingest/"], mayTypes: [COMMANDS] },
  // The ingest thread: it carries what connectors report through the pipeline into the store, applies what analysis
  // proposes, and runs the outbox. Of analysis it knows the messages alone.
  {
    part: "electron/engine/ingest/",
    may: [
      "shared/",
      RULES,
      "electron/engine/connectors/",
      "electron/engine/pipeline/",
      "electron/engine/store/",
      "electron/engine/actions/",
      "zod",
    ],
    mayTypes: [COMMANDS, "electron/engine/analysis/protocol.ts"],
  },
  {
    part: "electron/engine/api/",
    may: ["shared/", ...LEFT, "electron/engine/actions/", "@orpc/server", "@orpc/contract", "zod"],
    mayTypes: [COMMANDS, "electron/engine/backtest/tester.ts", "ws"],
  },
  // Configuration holds references to secrets, and has to know what one looks like.
  { part: "electron/engine/config/", may: ["shared/", RULES, "electron/engine/secrets/reference.ts", "yaml", "zod"] },
  { part: "electron/engine/secrets/", may: ["shared/", "zod"] },
  { part: "electron/engine/listener/", may: ["shared/", "electron/engine/secrets/", "ws", "zod"] },
  // Rules over the cached history, by the same analysis, on a thread of their own.
  {
    part: "electron/engine/backtest/",
    may: ["shared/", "electron/engine/analysis/", "electron/engine/store/"],
  },
  { part: COMMANDS, may: ["shared/"] },
  // The entry of the shell's engine process is a host like the headless one.
  { part: "electron/engine/utility", may: ["shared/", "electron/engine/", "electron/host/"] },
  // What stands in `engine/` itself wires the parts together.
  { part: "electron/engine/", may: ["shared/", "electron/engine/"] },
  { part: "electron/host/", may: ["shared/", "electron/engine/", "@orpc/client", "@orpc/contract", "ws", "zod"] },
  { part: "electron/main/", may: ["shared/", "electron", "electron-updater", "zod"] },
  { part: "electron/preload/", may: ["electron"], mayTypes: ["shared/contract/"], runsAnywhere: true },

  {
    part: "renderer/ui/",
    may: [...SCREEN, "echarts", "cytoscape", "@tanstack/react-virtual", "zustand", "zod"],
    runsAnywhere: true,
  },
  {
    part: "renderer/api/",
    may: ["shared/", "react", "@orpc/client", "@orpc/tanstack-query", "@tanstack/react-query"],
    mayTypes: ["@orpc/contract"],
    runsAnywhere: true,
  },
  { part: "renderer/features/*/", may: FEATURE, runsAnywhere: true },
  { part: "renderer/desk/", may: [...FEATURE, "renderer/features/"], runsAnywhere: true },
  { part: "renderer/wall/", may: [...FEATURE, "renderer/features/"], runsAnywhere: true },
  {
    part: "renderer/app/",
    may: [...FEATURE, "renderer/features/", "renderer/desk/", "renderer/wall/", "@fontsource"],
    runsAnywhere: true,
  },
];

/** The folder that a part is for a file: one with a star in it is a folder of its own for each feature. */
function folderOf(part: string, file: string): string | undefined {
  const names = part.split("/*/");
  if (names.length === 1) return file.startsWith(part) ? part : undefined;
  const [before] = names;
  if (!file.startsWith(`${before}/`)) return undefined;
  return `${before}/${file.slice(before!.length + 1).split("/")[0]}/`;
}

const isWithin = (target: string, allowed: string): boolean =>
  target === allowed || target.startsWith(allowed.endsWith("/") ? allowed : `${allowed}/`);

/** Why a file may not import that; undefined when it may. */
export function violationOf(file: string, { target, runtime }: Import): string | undefined {
  const rule = TABLE.find(({ part }) => folderOf(part, file) !== undefined);
  if (rule === undefined) return "the table has no rule for it";
  if (target.startsWith("node:")) return rule.runsAnywhere ? "it has to run without Node" : undefined;
  const own = folderOf(rule.part, file)!;
  if (own.endsWith("/") && target.startsWith(own)) return undefined;
  if (rule.may.some((allowed) => isWithin(target, allowed) || (allowed.startsWith("@") && target.startsWith(allowed))))
    return undefined;
  const typesOnly = rule.mayTypes?.some((allowed) => isWithin(target, allowed)) ?? false;
  if (typesOnly) return runtime ? "only its types" : undefined;
  return "not in the table";
}
