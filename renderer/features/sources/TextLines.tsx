import { useId, useState } from "react";

type TextLinesProps = {
  label: string;
  value: string;
  onChange(value: string): void;
  hint: string;
  error?: string | undefined;
};

/** Several lines of text. What is typed stays as it is typed; `onChange` may make of it what it needs. */
export function TextLines({ label, value, onChange, hint, error }: TextLinesProps) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  return (
    <div>
      <label htmlFor={id} className="field-label">
        {label}
      </label>
      <textarea
        id={id}
        className="text-lines"
        rows={3}
        spellCheck={false}
        aria-describedby={`${id}-note`}
        aria-invalid={error !== undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(event.target.value);
        }}
      />
      <p id={`${id}-note`} className={error === undefined ? "field-hint" : "field-error"}>
        {error ?? hint}
      </p>
    </div>
  );
}
