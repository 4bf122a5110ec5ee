import { z } from "zod";
import { AlertView } from "./alertView.ts";

const SavedView = z.object({ name: z.string().min(1).max(60), view: AlertView });
export type SavedView = z.infer<typeof SavedView>;

const KEY = "watchfloor.alerts.views";
type ViewStore = Pick<Storage, "getItem" | "setItem">;

/** Reads the saved views; an entry that does not parse is left out, the others stay. */
export function loadViews(store: ViewStore): SavedView[] {
  const stored = z.array(z.unknown()).safeParse(parseJson(store.getItem(KEY)));
  if (!stored.success) return [];
  return stored.data.flatMap((entry) => {
    const parsed = SavedView.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

export const storeViews = (store: ViewStore, views: readonly SavedView[]): void =>
  store.setItem(KEY, JSON.stringify(views));

/** A name is there once: saving under a known one replaces it where it stands. */
export function withView(views: readonly SavedView[], name: string, view: AlertView): SavedView[] {
  const saved = { name: name.trim().slice(0, 60), view };
  if (saved.name === "") return [...views];
  return views.some((each) => each.name === saved.name)
    ? views.map((each) => (each.name === saved.name ? saved : each))
    : [...views, saved];
}

export const withoutView = (views: readonly SavedView[], name: string): SavedView[] =>
  views.filter((each) => each.name !== name);

function parseJson(stored: string | null): unknown {
  if (stored === null) return [];
  try {
    return JSON.parse(stored);
  } catch {
    return [];
  }
}
