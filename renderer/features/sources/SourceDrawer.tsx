import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Source } from "../../../shared/domain/source.ts";
import { text, textOf } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, Confirm, Drawer, DrawerPart, errorText, Tag, useNow } from "../../ui/index.ts";
import { ignoredOf } from "./sourceState.ts";

type SourceDrawerProps = { source: Source; onEdit(): void; onPoll(): void; polled: boolean; onClose(): void };

/** What one source does, what is wrong with it and what to do about that. */
export function SourceDrawer({ source, onEdit, onPoll, polled, onClose }: SourceDrawerProps) {
  const [asking, setAsking] = useState(false);
  const remove = useMutation(api.sources.remove.mutationOptions());
  const editable = source.origin === "form";
  const foot = (
    <>
      <Button look="primary" keys="p" onClick={onPoll}>
        {text(polled ? "sources.polled" : "sources.poll")}
      </Button>
      {editable && (
        <Button keys="e" onClick={onEdit}>
          {text("sources.edit")}
        </Button>
      )}
      {editable && <Button onClick={() => setAsking(true)}>{text("sources.remove")}</Button>}
    </>
  );
  return (
    <Drawer
      over={`${source.kind}, ${text(`sources.origin.${source.origin}`)}`}
      title={source.name}
      onClose={onClose}
      foot={foot}
    >
      <Failing source={source} />
      <Facts source={source} />
      <Ignored source={source} />
      {source.origin === "file" && <p className="t3">{text("sources.editFile")}</p>}
      {asking && (
        <Confirm
          title={text("sources.removeTitle", { name: source.name })}
          confirm={text("sources.remove")}
          busy={remove.isPending}
          onConfirm={() => remove.mutate({ id: source.id }, { onSuccess: onClose })}
          onCancel={() => setAsking(false)}
        >
          <p>{text("sources.removeText")}</p>
          {remove.isError && <p className="field-error">{errorText(remove.error)}</p>}
        </Confirm>
      )}
    </Drawer>
  );
}

function Failing({ source }: { source: Source }) {
  const now = useNow();
  const { failure, failureSince } = source;
  if (failure === null) return null;
  return (
    <section className="source-trouble" role="status">
      <p>{textOf(failure.message)}</p>
      {failureSince !== null && (
        <p className="t2">{text("sources.failureSince", { sinceAt: failureSince, forMs: now - failureSince })}</p>
      )}
      <h3 className="label">{text("sources.whatToDo")}</h3>
      <p>{text(`sources.todo.${failure.kind}`)}</p>
    </section>
  );
}

function Facts({ source }: { source: Source }) {
  return (
    <DrawerPart title={text("sources.about")}>
      <p>{source.about ?? <span className="t3">{text("common.unknown")}</span>}</p>
      <p className="t3">
        {source.intervalMs > 0 ? text("sources.every", { intervalMs: source.intervalMs }) : text("sources.listens")}
        {", "}
        {text(source.canAct ? "sources.canAct" : "sources.cannotAct")}
      </p>
      <p className="source-tags">
        <Tag>{source.id}</Tag>
        <Tag>{source.scope}</Tag>
      </p>
    </DrawerPart>
  );
}

function Ignored({ source }: { source: Source }) {
  const reasons = ignoredOf(source);
  return (
    <DrawerPart title={text("sources.ignoredTitle")}>
      {reasons.length === 0 && <p className="t3">{text("sources.ignoredNothing")}</p>}
      <dl className="source-ignored">
        {reasons.map(({ reason, count }) => (
          <div key={reason}>
            <dt>{textOf({ code: reason, params: {} })}</dt>
            <dd className="num">{count.toLocaleString("en-GB")}</dd>
          </div>
        ))}
      </dl>
    </DrawerPart>
  );
}
