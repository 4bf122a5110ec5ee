import { useEffect, useRef, useSyncExternalStore } from "react";

/** Something a key does. `keys` is one key (`a`, `Enter`, `?`) or two in a row (`g i`). */
export type KeyCommand = {
  keys: string;
  label: string;
  run(): void;
  /** Shown in the key bar; all are in the help. */
  inBar?: boolean;
  /** The heading in the help. */
  group: string;
};

/** How long the second key of a pair may take. */
const PAIR_MS = 1200;

let layers: KeyCommand[][] = [];
let flat: readonly KeyCommand[] = [];
let enabled = true;
const listeners = new Set<() => void>();

/** Single keys can be switched off for those who dictate or whose hands slip (WCAG 2.1.4). */
export function setKeysEnabled(next: boolean): void {
  enabled = next;
}

function publish(next: KeyCommand[][]): void {
  layers = next;
  const seen = new Set<string>();
  flat = layers
    .toReversed()
    .flat()
    .filter(({ keys }) => !seen.has(keys) && seen.add(keys));
  listeners.forEach((listener) => listener());
}

/** Registers commands while the component lives; of two commands on one key the one that came last wins. */
export function useKeys(commands: readonly KeyCommand[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const identity = commands.map(({ keys, label }) => `${keys}\t${label}`).join("\n");
  useEffect(() => {
    const layer = latest.current.map((command, index) => ({ ...command, run: () => latest.current[index]?.run() }));
    publish([...layers, layer]);
    return () => publish(layers.filter((other) => other !== layer));
  }, [identity]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What keys do now, the innermost surface first. */
export const useKeyCommands = (): readonly KeyCommand[] => useSyncExternalStore(subscribe, () => flat);

const EDITABLE = "input, textarea, select, [contenteditable=true], [role=textbox]";
const OWN_ENTER = "button, a[href], summary, [role=button], [role=menuitem], [role=tab]";

/** Keys belong to what is typed in, to an open dialog, and to the browser when a modifier is held. */
export function isForSurface(event: Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey" | "key" | "target">): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target;
  if (!(target instanceof Element)) return true;
  if (target.closest(EDITABLE) !== null || target.closest("[aria-modal=true]") !== null) return false;
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
    if (!enabled || event.defaultPrevented || !isForSurface(event)) return;
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
