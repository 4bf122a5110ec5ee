import { useSyncExternalStore } from "react";
import type { ServedPage } from "./servedPage.ts";

/**
 * Why a part of the page does not come although its server answers. `updated`: the server has another build, and the part will
 * never come. While the server is away nothing is said here: the lost engine is told of already.
 */
export type MissingPart = "updated" | "unserved";

let updated = false;
const unserved = new Set<object>();
const listeners = new Set<() => void>();

/** A part that was asked for again did not come, while its server had this page. */
export function partMissing(part: object, page: ServedPage): void {
  if (page === "other") updated = true;
  if (page === "same") unserved.add(part);
  else unserved.delete(part);
  tell();
}

export function partCame(part: object): void {
  if (unserved.delete(part)) tell();
}

const tell = (): void => listeners.forEach((listener) => listener());

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const missingNow = (): MissingPart | null => (updated ? "updated" : unserved.size > 0 ? "unserved" : null);

export const useMissingPart = (): MissingPart | null => useSyncExternalStore(subscribe, missingNow);
