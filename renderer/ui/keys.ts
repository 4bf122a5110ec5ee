import { useEffect, useRef, useSyncExternalStore } from "react";

/** Something a key does. `keys` is one key (`a`, `Enter`, `?`) or two in a row (`g i`). */
export type KeyCommand = {
  keys: string;
  label: string;
  run(): void;
  /** Stands in the key bar; all are in the help. */
  inBar?: boolean;
  /** Stands in the key bar in other words, or for several keys at once. */
  bar?: { keys: readonly string[]; label: string };
  /** The heading in the help. */
  group: string;
};

/** How long the second key of a pair may take. */
const PAIR_MS = 1200;

/** Who wins a key: a part of a surface, then the surface, then what works everywhere. */
export type KeyLevel = "everywhere" | "surface" | "part";
const PRECEDENCE: Record<KeyLevel, number> = { part: 0, surface: 1, everywhere: 2 };
const BAR_ORDER: Record<KeyLevel, number> = { surface: 0, part: 1, everywhere: 2 };

type Layer = { level: KeyLevel; commands: readonly KeyCommand[] };

let layers: readonly Layer[] = [];
let flat: readonly KeyCommand[] = [];
let bar: readonly NonNullable<KeyCommand["bar"]>[] = [];
let enabled = true;
const listeners = new Set<() => void>();

/** Single keys can be switched off for those who dictate or whose hands slip (WCAG 2.1.4). */
export function setKeysEnabled(next: boolean): void {
  enabled = next;
}

let held = false;

/** Keys wait for nobody: while something opens over the surface they must not act on what lies below. */
export function holdKeys(next: boolean): void {
  held = next;
}

/** One command a key: of the innermost level, and within a level of the layer that came last. */
export function winners(all: readonly Layer[]): KeyCommand[] {
  const seen = new Set<string>();
  return all
    .toReversed()
    .toSorted((a, b) => PRECEDENCE[a.level] - PRECEDENCE[b.level])
    .flatMap(({ commands }) => commands)
    .filter(({ keys }) => !seen.has(keys) && seen.add(keys));
}

function barOf(all: readonly Layer[], won: readonly KeyCommand[]): NonNullable<KeyCommand["bar"]>[] {
  return all
    .toSorted((a, b) => BAR_ORDER[a.level] - BAR_ORDER[b.level])
    .flatMap(({ commands }) => commands)
    .filter((command) => won.includes(command))
    .flatMap(
      (command) => command.bar ?? (command.inBar === true ? { keys: [command.keys], label: command.label } : []),
    );
}

function publish(next: readonly Layer[]): void {
  layers = next;
  flat = winners(layers);
  bar = barOf(layers, flat);
  listeners.forEach((listener) => listener());
}

/** Registers commands while the component lives. Children mount before parents, so the level says who wins a key. */
export function useKeys(commands: readonly KeyCommand[], level: KeyLevel = "surface"): void {
  const latest = useRef(commands);
  latest.current = commands;
  const identity = commands.map(({ keys, label }) => `${keys}\t${label}`).join("\n");
  useEffect(() => {
    const layer = {
      level,
      commands: latest.current.map((command, index) => ({ ...command, run: () => latest.current[index]?.run() })),
    };
    publish([...layers, layer]);
    return () => publish(layers.filter((other) => other !== layer));
  }, [identity, level]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What keys do now, one command a key. */
export const useKeyCommands = (): readonly KeyCommand[] => useSyncExternalStore(subscribe, () => flat);

/** What the key bar says: moving through a surface, then acting on what it shows. */
export const useKeyBar = (): readonly NonNullable<KeyCommand["bar"]>[] => useSyncExternalStore(subscribe, () => bar);

const EDITABLE = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true], [role=textbox]";
/** Nothing is typed into these; arrows and the space bar are their own. */
const CHOSEN_FROM = "input:is([type=radio], [type=checkbox])";
const OWN_ENTER = "button, a[href], summary, [role=button], [role=menuitem], [role=tab]";

/** Keys belong to what is typed in, to an open dialog, and to the browser when a modifier is held. */
export function isForSurface(event: Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey" | "key" | "target">): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target;
  if (!(target instanceof Element)) return true;
  if (target.closest(EDITABLE) !== null || target.closest("[aria-modal=true]") !== null) return false;
  if (target.closest(CHOSEN_FROM) !== null && (event.key === " " || event.key.startsWith("Arrow"))) return false;
  return !((event.key === "Enter" || event.key === " ") && target.closest(OWN_ENTER) !== null);
}

/** The command of a key that follows `before` (the first of a pair, or null), and whether the key begins a pair. */
export function commandOf(
  commands: readonly KeyCommand[],
  key: string,
  before: string | null,
): { command: KeyCommand | undefined; begins: boolean } {
  const typed = before === null ? key : `${before} ${key}`;
  const command = commands.find(({ keys }) => keys === typed);
  return { command, begins: command === undefined && commands.some(({ keys }) => keys.startsWith(`${typed} `)) };
}

/** Listens on the window; returns what stops it. One call, at the root. */
export function listenToKeys(now: () => number = Date.now): () => void {
  let first: { key: string; at: number } | null = null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!enabled || held || event.defaultPrevented || !isForSurface(event)) return;
    const before = first !== null && now() - first.at <= PAIR_MS ? first.key : null;
    const { command, begins } = commandOf(flat, event.key, before);
    first = begins ? { key: event.key, at: now() } : null;
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  };
  window.addEventListener("keydown", onKeyDown);
  return () => window.removeEventListener("keydown", onKeyDown);
}
