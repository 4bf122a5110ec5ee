import { useEffect, useRef, useState, type Ref } from "react";
import { Field } from "./Field.tsx";
import { Icon } from "./Icon.tsx";
import { Kbd } from "./Kbd.tsx";

/** Types without asking the engine at each letter: the words count a moment after the last one. */
const TYPING_MS = 200;

type SearchFieldProps = {
  label: string;
  hint: string;
  value: string;
  /** Takes what was typed; `isWhole`: the last word is too. @returns what of it stays in the field */
  onSearch(typed: string, isWhole: boolean): string;
  ref: Ref<HTMLInputElement>;
};

/** Words that narrow a list. Enter asks at once, Escape leaves the field, and `/` is the surface's key for it. */
export function SearchField({ label, hint, value, onSearch, ref }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  // The list may have been narrowed otherwise since the last letter.
  const newest = useRef(onSearch);
  useEffect(() => {
    newest.current = onSearch;
  });
  const ask = (isWhole: boolean): void => setTyped(newest.current(typed, isWhole));
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => ask(false), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Field
      ref={ref}
      type="search"
      label={label}
      placeholder={hint}
      value={typed}
      maxLength={200}
      before={<Icon name="search" />}
      after={<Kbd>/</Kbd>}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") ask(true);
        if (event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
