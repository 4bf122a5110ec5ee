import { useQuery } from "@tanstack/react-query";
import { useId, useState, type Ref } from "react";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Field, Icon, iconOfKind, Kbd } from "../../ui/index.ts";

/** Finds an entity by any name that any tool has for it, and flies there. Arrow keys choose, Enter goes. */
export function FlyTo({ onFly, field }: { onFly(id: string): void; field: Ref<HTMLInputElement> }) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const wanted = typed.trim();
  const found = useQuery({
    ...api.search.find.queryOptions({ input: { text: wanted, limit: 20 } }),
    enabled: wanted !== "",
  });
  const hits = wanted === "" ? [] : (found.data ?? []).filter((hit) => hit.kind === "entity").slice(0, 8);
  const fly = (id: string | undefined): void => {
    if (id === undefined) return;
    setTyped("");
    onFly(id);
  };
  return (
    <section className="fly-to">
      <Field
        ref={field}
        label={text("topology.flyTo")}
        placeholder={text("topology.flyTo")}
        value={typed}
        maxLength={200}
        role="combobox"
        aria-expanded={wanted !== ""}
        aria-controls={listId}
        aria-autocomplete="list"
        before={<Icon name="search" />}
        after={<Kbd>/</Kbd>}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setChosen((now) => Math.min(now + 1, hits.length - 1));
          if (event.key === "ArrowUp") setChosen((now) => Math.max(now - 1, 0));
          if (event.key === "Escape") setTyped("");
          if (event.key === "Enter") fly(hits[chosen]?.id);
          if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
        }}
      />
      {wanted !== "" && (
        <ul id={listId} role="listbox" aria-label={text("topology.flyTo")}>
          {hits.map((hit, index) => (
            <li key={hit.id} role="option" aria-selected={index === chosen} onMouseDown={() => fly(hit.id)}>
              <Icon name={iconOfKind(hit.entityKind)} />
              <span className="cut">{hit.name}</span>
              {hit.matched !== hit.name && (
                <span className="t3 cut">{text("topology.knownAs", { alias: hit.matched })}</span>
              )}
            </li>
          ))}
          {found.isSuccess && hits.length === 0 && <li className="t3">{text("topology.flyNothing")}</li>}
        </ul>
      )}
    </section>
  );
}
