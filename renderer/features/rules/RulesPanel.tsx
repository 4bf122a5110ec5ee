import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ListedRule } from "../../../shared/contract/rules.ts";
import { Rule } from "../../../shared/domain/rule.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, Panel, panelState } from "../../ui/index.ts";
import { RuleDrawer } from "./RuleDrawer.tsx";
import { RulesTable } from "./RulesTable.tsx";
import "./rules.css";

/** A rule that is being written: it has no place in the list yet. */
const NEW: Rule = { ...Rule.parse({ id: "new", effect: "group", when: "true", state: "draft" }), id: "", when: "" };

const keyOf = ({ scope, id }: Rule): string => `${scope}/${id}`;

/** The rules of operators: what they say, what they have brought about, and what a test of each has shown. */
export function RulesPanel() {
  const list = useQuery(api.rules.list.queryOptions());
  const session = useQuery(api.session.get.queryOptions());
  const [selected, setSelected] = useState<string | null>(null);
  const mayConfigure = session.data?.caller.permissions.includes("configure") ?? false;
  const open = list.data?.rows.find(({ rule }) => keyOf(rule) === selected);
  const isNew = selected === "";
  const add = mayConfigure && (
    <Button disabled={isNew} onClick={() => setSelected("")}>
      {text("rules.new")}
    </Button>
  );
  const state = panelState(list, { isEmpty: ({ rows }) => rows.length === 0 && !isNew });
  return (
    <Panel
      className="rules-panel"
      title={text("rules.title")}
      note={list.data && noteOf(list.data.rows)}
      state={state}
      empty={{ title: text("rules.emptyTitle"), hint: text("rules.emptyHint"), action: add }}
      end={state.kind === "empty" ? undefined : add}
    >
      {({ rows, running }) => (
        <div className={open !== undefined || isNew ? "rules-split with-drawer" : "rules-split"}>
          <RulesTable
            rows={rows}
            running={running}
            selected={selected}
            onSelect={(rule) => setSelected((before) => (before === keyOf(rule) ? null : keyOf(rule)))}
          />
          {(open !== undefined || isNew) && (
            <RuleDrawer
              key={selected}
              listed={open}
              initial={open?.rule ?? NEW}
              running={running}
              mayConfigure={mayConfigure}
              onSaved={(rule) => setSelected(keyOf(rule))}
              onClose={() => setSelected(null)}
            />
          )}
        </div>
      )}
    </Panel>
  );
}

const noteOf = (rows: readonly ListedRule[]): string =>
  text("rules.note", { count: rows.length, enabled: rows.filter(({ rule }) => rule.state === "enabled").length });
