import type { KeyCommand } from "../ui/index.ts";

/** Commands whose label or heading has every word that was typed; all of them for nothing typed. */
export function commandsLike(commands: readonly KeyCommand[], typed: string): KeyCommand[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return commands.filter(({ label, group }) => {
    const named = `${group} ${label}`.toLowerCase();
    return words.every((word) => named.includes(word));
  });
}
