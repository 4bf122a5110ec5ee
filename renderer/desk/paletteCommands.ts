import type { KeyCommand } from "../ui/index.ts";

/**
 * Commands whose label or heading has every word that was typed; all of them for nothing typed. What several keys do stands
 * once, and every label begins as a line of its own does.
 */
export function commandsLike(commands: readonly KeyCommand[], typed: string): KeyCommand[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const named = commands.filter(({ label, group }) => {
    const name = `${group} ${label}`.toLowerCase();
    return words.every((word) => name.includes(word));
  });
  const labels = named.map(({ label }) => label);
  return named
    .filter(({ label }, index) => labels.indexOf(label) === index)
    .map((command) => ({ ...command, label: capitalised(command.label) }));
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
