import { text } from "../../../shared/strings/index.ts";
import type { KeyCommand } from "../../ui/index.ts";

type Moving = {
  ids: readonly string[];
  selected: string | null;
  choose(id: string): void;
  open(id: string): void;
  back(): void;
  words: { next: string; previous: string; group: string };
};

/** The id `step` places on; it stops at both ends and begins at the top when none is selected. */
export function neighbourIn(ids: readonly string[], selected: string | null, step: 1 | -1): string | undefined {
  const at = selected === null ? -1 : ids.indexOf(selected);
  return at < 0 ? ids[0] : ids[Math.min(ids.length - 1, Math.max(0, at + step))];
}

/** Moving through a list and into what is chosen. */
export function moveKeys({ ids, selected, choose, open, back, words }: Moving): KeyCommand[] {
  const { next, previous, group } = words;
  const move = (step: 1 | -1) => (): void => {
    const id = neighbourIn(ids, selected, step);
    if (id !== undefined) choose(id);
  };
  return [
    { keys: "j", label: next, run: move(1), bar: { keys: ["j", "k"], label: text("findings.key.move") }, group },
    { keys: "k", label: previous, run: move(-1), group },
    { keys: "ArrowDown", label: next, run: move(1), group },
    { keys: "ArrowUp", label: previous, run: move(-1), group },
    {
      keys: "Enter",
      label: text("incident.open"),
      run: () => selected !== null && open(selected),
      bar: { keys: ["Enter"], label: text("incident.open") },
      group,
    },
    { keys: "Escape", label: text("common.close"), run: back, group },
  ];
}
