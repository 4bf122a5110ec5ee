import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { Severity } from "../../shared/domain/severity.ts";
import { text } from "../../shared/strings/index.ts";

const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });

/** What the shell remembers from start to start. */
export const ShellState = z.object({
  desk: z.object({ bounds: Bounds, maximised: z.boolean() }).nullable().default(null),
  /** Ids of the displays that show the wall. */
  walls: z.array(z.int()).default([]),
  /** New incidents of these severities are told by a notification. */
  notify: z.array(Severity).default(["critical", "major"]),
  keepWatching: z.boolean().default(false),
  listen: z.boolean().default(false),
  /** Folder of updates, such as `https://updates.example.com/watchfloor`. Without one nothing is looked for. */
  updateFeed: z
    .url({ protocol: /^https$/ })
    .nullable()
    .default(null),
  /** The operator has been told that secrets are not encrypted. */
  toldInsecure: z.boolean().default(false),
});
export type ShellState = z.infer<typeof ShellState>;

export interface StateFile {
  readonly current: ShellState;
  /** Writes whole or not at all. */
  change(part: Partial<ShellState>): void;
}

/** Opens the file; one that cannot be read is set aside and said, and the defaults hold. */
export function openState(file: string, log: (line: string) => void): StateFile {
  let current = read(file, log);
  return {
    get current() {
      return current;
    },
    change(part) {
      current = { ...current, ...part };
      const fresh = `${file}.fresh`;
      writeFileSync(fresh, JSON.stringify(current, null, 2), { mode: 0o600 });
      renameSync(fresh, file);
    },
  };
}

function read(file: string, log: (line: string) => void): ShellState {
  if (!existsSync(file)) return ShellState.parse({});
  try {
    return ShellState.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const aside = `${file}.unreadable`;
    renameSync(file, aside);
    log(
      text("shell.logStateSetAside", { file: aside, reason: error instanceof Error ? error.message : String(error) }),
    );
    return ShellState.parse({});
  }
}
