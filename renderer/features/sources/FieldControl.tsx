import { text } from "../../../shared/strings/index.ts";
import { Check, Choice, Field as TextField } from "../../ui/index.ts";
import type { Field } from "./schemaFields.ts";
import { isReference, type Values } from "./settingsValues.ts";
import { TextLines } from "./TextLines.tsx";

type FieldControlProps = {
  field: Field;
  values: Values;
  onChange(path: string, value: unknown): void;
  errors: ReadonlyMap<string, string>;
};

/** The control of one setting, or of a group or union of them. */
export function FieldControl({ field, values, onChange, errors }: FieldControlProps) {
  const value = values[field.path];
  const label = needsNothing(field) ? field.label : `${field.label} (${text("sources.form.optional")})`;
  const error = errors.get(field.path);
  const hint = field.description ?? undefined;
  const set = (next: unknown): void => onChange(field.path, next);
  const each = (inner: readonly Field[]) =>
    inner.map((child) => (
      <FieldControl key={child.path} field={child} values={values} onChange={onChange} errors={errors} />
    ));
  switch (field.kind) {
    case "group":
      return (
        <fieldset>
          <legend>{label}</legend>
          {each(field.fields)}
        </fieldset>
      );
    case "union": {
      const chosen = typeof value === "number" ? value : -1;
      const options = field.options.map((option, index) => ({ value: String(index), label: option.label }));
      const none = field.required ? [] : [{ value: "-1", label: text("sources.form.none") }];
      return (
        <fieldset>
          <legend>{label}</legend>
          <Choice
            label={field.label}
            value={String(chosen)}
            options={[...none, ...options]}
            error={error}
            hint={hint}
            onChange={(next) => set(next === "-1" ? null : Number(next))}
          />
          {each(field.options[chosen]?.fields ?? [])}
        </fieldset>
      );
    }
    case "switch":
      return (
        <div>
          <Check on={value === true} onToggle={() => set(value !== true)}>
            {field.label}
          </Check>
          {hint !== undefined && <p className="field-hint">{hint}</p>}
        </div>
      );
    case "choice": {
      // One that begins with a choice has a name for none of them, or needs one.
      const none = field.required || field.initial !== "" ? [] : [{ value: "", label: text("sources.form.none") }];
      return (
        <Choice
          labelled
          label={label}
          value={String(value ?? "")}
          options={[...none, ...field.options.map((option) => ({ value: option, label: option }))]}
          error={error}
          hint={hint}
          onChange={set}
        />
      );
    }
    case "list":
      return (
        <TextLines
          label={label}
          hint={hint ?? text("sources.form.listHint")}
          error={error}
          value={Array.isArray(value) ? value.join("\n") : ""}
          onChange={(lines) => set(lines === "" ? [] : lines.split("\n"))}
        />
      );
    case "pairs":
      return (
        <TextLines
          label={label}
          hint={hint ?? text("sources.form.pairsHint")}
          error={error}
          value={pairsText(value)}
          onChange={(lines) => set(pairsOf(lines))}
        />
      );
    case "other":
      return (
        <TextLines
          label={label}
          hint={hint ?? text("sources.form.jsonHint")}
          error={error}
          value={String(value ?? "")}
          onChange={set}
        />
      );
    default:
      return <LineControl {...{ field, label, hint, error, value }} onChange={set} />;
  }
}

/** What is required or filled in from the start needs no word about being optional. */
const needsNothing = (field: Field): boolean =>
  field.required ||
  (field.kind !== "group" && field.kind !== "union" && field.initial !== "" && field.initial !== null);

type LineField = Extract<Field, { kind: "text" | "url" | "secret" | "number" }>;
type LineProps = {
  field: LineField;
  label: string;
  hint: string | undefined;
  error: string | undefined;
  value: unknown;
  onChange(value: unknown): void;
};

function LineControl({ field, label, hint, error, value, onChange }: LineProps) {
  const note = field.kind === "secret" ? secretHint(value) : field.kind === "number" ? rangeHint(field) : undefined;
  return (
    <TextField
      labelled
      id={`setting-${field.path}`}
      label={label}
      hint={field.kind === "secret" ? note : sentences(hint, note)}
      error={error}
      type={field.kind === "secret" && !isReference(value) ? "password" : "text"}
      inputMode={field.kind === "number" ? "numeric" : field.kind === "url" ? "url" : "text"}
      autoComplete={field.kind === "secret" ? "new-password" : "off"}
      spellCheck={false}
      required={field.required}
      placeholder={field.kind === "url" ? "https://" : undefined}
      value={typeof value === "string" || typeof value === "number" ? value : ""}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Two hints as two sentences. */
const sentences = (...hints: (string | undefined)[]): string | undefined =>
  hints
    .filter((hint) => hint !== undefined)
    .map((hint) => hint.replace(/\.?$/, "."))
    .join(" ") || undefined;

const secretHint = (value: unknown): string =>
  text(isReference(value) ? "sources.form.secretReference" : "sources.form.secretHint");

function rangeHint({ minimum, maximum }: Extract<Field, { kind: "number" }>): string | undefined {
  if (minimum !== null && maximum !== null) return text("sources.form.range", { minimum, maximum });
  if (minimum !== null) return text("sources.form.from", { minimum });
  return maximum === null ? undefined : text("sources.form.to", { maximum });
}

const pairsText = (value: unknown): string =>
  typeof value === "object" && value !== null
    ? Object.entries(value)
        .map(([name, each]) => (name === "" ? String(each) : `${name}: ${String(each)}`))
        .join("\n")
    : "";

/** A line without a colon is still being typed; it is kept as a name. */
const pairsOf = (lines: string): Record<string, string> =>
  Object.fromEntries(
    lines
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [
        line.split(":")[0]?.trim() ?? "",
        line.includes(":") ? line.slice(line.indexOf(":") + 1).trimStart() : "",
      ]),
  );
