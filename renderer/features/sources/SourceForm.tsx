import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { SourceConfig } from "../../../shared/domain/source.ts";
import type { SourceKind, TestOutcome } from "../../../shared/contract/sources.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, Check, Choice, errorText, Field } from "../../ui/index.ts";
import { FieldControl } from "./FieldControl.tsx";
import { problemTexts, refusalOf } from "./formErrors.ts";
import { fieldsOf, Schema } from "./schemaFields.ts";
import { settingsOf, valuesOf } from "./settingsValues.ts";
import { freeId } from "./sourceState.ts";
import { YamlEquivalent } from "./YamlEquivalent.tsx";

type SourceFormProps = {
  kinds: readonly SourceKind[];
  takenIds: readonly string[];
  stored: SourceConfig | null;
  onDone(): void;
};

/** Adds a source, or changes one. The settings' controls come from the connector's own schema. */
export function SourceForm({ kinds, takenIds, stored, onDone }: SourceFormProps) {
  const [kind, setKind] = useState(stored?.kind ?? kinds[0]?.kind ?? "");
  const chosen = kinds.find((each) => each.kind === kind);
  if (chosen === undefined) return <p className="source-form">{text("sources.form.noKinds")}</p>;
  return <KindForm key={kind} {...{ kinds, takenIds, stored, onDone, chosen }} onKind={setKind} />;
}

function KindForm({
  kinds,
  takenIds,
  stored,
  onDone,
  chosen,
  onKind,
}: SourceFormProps & { chosen: SourceKind; onKind(kind: string): void }) {
  const fields = useMemo(() => fieldsOf(Schema.parse(chosen.settings)), [chosen]);
  const [values, setValues] = useState(() => valuesOf(fields, stored?.settings ?? {}));
  const [id, setId] = useState(stored?.id ?? freeId(chosen.kind, takenIds));
  const [name, setName] = useState(stored?.name ?? "");
  const [enabled, setEnabled] = useState(stored?.enabled ?? true);
  const [pressed, setPressed] = useState(false);
  const test = useMutation(api.sources.test.mutationOptions());
  const save = useMutation(api.sources.save.mutationOptions());

  const { settings, problems } = settingsOf(fields, values);
  const scope = stored?.scope === undefined ? {} : { scope: stored.scope };
  const config = {
    id,
    kind: chosen.kind,
    ...(name.trim() === "" ? {} : { name: name.trim() }),
    ...scope,
    enabled,
    settings,
  };
  const idError = idProblem(id, stored === null ? takenIds : []);
  const refusal = refusalOf(save.error ?? test.error);
  const errors = new Map([
    ...(pressed ? problemTexts(problems) : []),
    ...(refusal?.path == null ? [] : [[refusal.path, refusal.message] as const]),
  ]);
  const ready = problems.length === 0 && idError === undefined;
  const form = useRef<HTMLFormElement>(null);
  const attempt = (run: () => void): void => {
    setPressed(true);
    if (ready) run();
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };
  const change = (path: string, value: unknown): void => {
    setValues((now) => ({ ...now, [path]: value }));
    save.reset();
    test.reset();
  };
  const anywhere = refusal?.path == null || !fields.some((field) => refusal.path?.startsWith(field.path));
  const error = save.error ?? test.error;
  return (
    <form
      ref={form}
      className="source-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        attempt(() => save.mutate(config, { onSuccess: onDone }));
      }}
    >
      <Choice
        labelled
        label={text("sources.form.kind")}
        value={chosen.kind}
        disabled={stored !== null}
        options={kinds.map((each) => ({ value: each.kind, label: each.title }))}
        hint={text("sources.form.gives", {
          what: chosen.gives.map((what) => text(`sources.gives.${what}`)).join(", "),
        })}
        onChange={onKind}
      />
      <Field
        labelled
        label={text("sources.form.name")}
        hint={text("sources.form.nameHint")}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        labelled
        label={text("sources.form.id")}
        hint={text("sources.form.idHint")}
        error={pressed || id !== stored?.id ? idError : undefined}
        value={id}
        disabled={stored !== null}
        maxLength={63}
        onChange={(event) => setId(event.target.value)}
      />
      {fields.map((field) => (
        <FieldControl key={field.path} field={field} values={values} onChange={change} errors={errors} />
      ))}
      <Check on={enabled} onToggle={() => setEnabled(!enabled)}>
        {text("sources.form.enabled")}
      </Check>
      <div className="source-form-end">
        <Button disabled={test.isPending} onClick={() => attempt(() => test.mutate(config))}>
          {text(test.isPending ? "sources.form.testing" : "sources.form.test")}
        </Button>
        <Button type="submit" look="primary" disabled={save.isPending}>
          {text(save.isPending ? "sources.form.saving" : "sources.form.save")}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {text("common.cancel")}
        </Button>
      </div>
      {test.data !== undefined && <Outcome outcome={test.data} />}
      {error !== null && anywhere && (
        <p className="field-error" role="alert">
          {text("sources.form.rejected", { reason: errorText(error) })}
        </p>
      )}
      <YamlEquivalent config={config} />
    </form>
  );
}

function idProblem(id: string, taken: readonly string[]): string | undefined {
  if (!SourceConfig.shape.id.safeParse(id).success) return text("sources.form.idWrong");
  return taken.includes(id) ? text("sources.form.idTaken") : undefined;
}

function Outcome({ outcome }: { outcome: TestOutcome }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In newer browsers this returns a promise, which an effect must not.
    void place.current?.scrollIntoView({ block: "nearest" });
  }, [outcome]);
  return (
    <div ref={place}>
      <OutcomeWords outcome={outcome} />
    </div>
  );
}

function OutcomeWords({ outcome }: { outcome: TestOutcome }) {
  if (!outcome.ok) {
    const reason = outcome.failure === null ? text("common.unknown") : textOf(outcome.failure.message);
    return (
      <div className="source-trouble" role="alert">
        <p>{text("sources.form.testFailed", { reason })}</p>
        {outcome.failure !== null && <p className="t2">{text(`sources.todo.${outcome.failure.kind}`)}</p>}
      </div>
    );
  }
  const about = outcome.about ?? text("sources.form.testNameless");
  return (
    <p className="source-good" role="status">
      {outcome.alerts === null
        ? text("sources.form.testOk", { about })
        : text("sources.form.testOkAlerts", { about, count: outcome.alerts })}
    </p>
  );
}
