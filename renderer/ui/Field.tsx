import type { InputHTMLAttributes, ReactNode, Ref } from "react";
import "./Field.css";

export type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  /** Read by screen readers; shown only when `labelled`. */
  label: string;
  labelled?: boolean;
  /** What is wrong and how to mend it. */
  error?: string | undefined;
  hint?: string | undefined;
  before?: ReactNode;
  after?: ReactNode;
  ref?: Ref<HTMLInputElement>;
};

/** One line of input, with its label, hint and error tied to it. */
export function Field({ label, labelled = false, error, hint, before, after, ref, id, ...rest }: FieldProps) {
  const name = id ?? `field-${label.replace(/\W+/g, "-").toLowerCase()}`;
  const note = error ?? hint;
  const described = note === undefined ? {} : { "aria-describedby": `${name}-note` };
  return (
    <div className="field-block">
      <label htmlFor={name} className={labelled ? "field-label" : "visually-hidden"}>
        {label}
      </label>
      <div className={`field${error === undefined ? "" : " is-error"}`}>
        {before}
        <input id={name} ref={ref} aria-invalid={error !== undefined} {...described} {...rest} />
        {after}
      </div>
      {note !== undefined && (
        <p id={`${name}-note`} className={error === undefined ? "field-hint" : "field-error"}>
          {note}
        </p>
      )}
    </div>
  );
}
