import { useId } from "react";
import "./Choice.css";

export type ChoiceOption<T extends string> = { value: T; label: string };

type ChoiceProps<T extends string> = {
  label: string;
  /** Shows the label above; otherwise only screen readers read it. */
  labelled?: boolean;
  value: T;
  options: readonly ChoiceOption<T>[];
  onChange(value: T): void;
  error?: string | undefined;
  hint?: string | undefined;
  disabled?: boolean;
};

/** One of several, as the platform's own list: keys, touch and screen readers work. */
export function Choice<T extends string>({
  label,
  labelled = false,
  value,
  options,
  onChange,
  error,
  hint,
  disabled,
}: ChoiceProps<T>) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="choice-block">
      <label htmlFor={id} className={labelled ? "field-label" : "visually-hidden"}>
        {label}
      </label>
      <select
        id={id}
        className="choice"
        value={value}
        disabled={disabled}
        aria-invalid={error !== undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {note !== undefined && (
        <p id={`${id}-note`} className={error === undefined ? "field-hint" : "field-error"}>
          {note}
        </p>
      )}
    </div>
  );
}

/** One of a few, all in view. */
export function Segments<T extends string>({
  label,
  value,
  options,
  onChange,
}: Omit<ChoiceProps<T>, "labelled" | "error" | "hint" | "disabled">) {
  const name = useId();
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? "on" : ""}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </div>
  );
}
