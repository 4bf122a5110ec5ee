import { useEffect, useRef, useState } from "react";
import { heldRows, type Identified } from "./heldRows.ts";

/** The hand rests: after this long without a move the list may reorder. */
const REST_MS = 2_500;

export type Held<T> = {
  rows: readonly T[];
  /** Rows that came while the order was held. */
  waiting: number;
  /** Call at every move of pointer or selection over the list. */
  touch(): void;
  release(): void;
};

/** Keeps the order of a list still while it is being used. A change of `question` shows at once. */
export function useHeldRows<T extends Identified>(latest: readonly T[], question: string): Held<T> {
  const [held, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const shown = useRef<{ question: string; rows: readonly T[] }>({ question, rows: [] });
  const result = heldRows(shown.current.rows, latest, held && shown.current.question === question);
  useEffect(() => {
    shown.current = { question, rows: result.rows };
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const release = (): void => {
    clearTimeout(timer.current);
    setHeld(false);
  };
  const touch = (): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHeld(false), REST_MS);
    setHeld(true);
  };
  return { ...result, touch, release };
}
