import { createSpotlight, Spotlight } from "@mantine/spotlight";
import "@mantine/spotlight/styles.layer.css";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { SearchHit } from "../../shared/contract/search.ts";
import { text, textOf } from "../../shared/strings/index.ts";
import { api } from "../api/client.ts";
import { goTo, Icon, iconOfKind, Kbd, Mark, useKeyCommands } from "../ui/index.ts";
import { commandsLike } from "./paletteCommands.ts";
import { MantineFrame } from "../ui/MantineFrame.tsx";
import { useFirstHit } from "./useFirstHit.ts";
import "./Palette.css";

const [store, spotlight] = createSpotlight();

/** The list is a scroll area: who tabs to it can scroll it. */
const SCROLLED_BY_KEYS = { viewportProps: { tabIndex: 0 } };

/** Finds any entity by any tool's name for it, any incident, any command. */
export function Palette({ onClose }: { onClose(): void }) {
  const [words, setWords] = useState("");
  const wanted = words.trim();
  const hits = useQuery({
    ...api.search.find.queryOptions({ input: { text: wanted === "" ? " " : wanted, limit: 12 } }),
    enabled: wanted !== "",
    placeholderData: keepPreviousData,
  });
  const commands = commandsLike(useKeyCommands(), wanted);
  useFirstHit(store, wanted, hits.data);
  useEffect(() => {
    spotlight.open();
    return () => spotlight.close();
  }, []);
  const found = wanted === "" ? [] : (hits.data ?? []);
  const incidents = found.filter((hit) => hit.kind === "incident");
  const entities = found.filter((hit) => hit.kind === "entity");
  const nothing = found.length === 0 && commands.length === 0;
  return (
    <MantineFrame>
      <Spotlight.Root
        store={store}
        query={words}
        onQueryChange={setWords}
        onSpotlightClose={onClose}
        shortcut={null}
        lockScroll={false}
        transitionProps={{ duration: 0 }}
        overlayProps={{ backgroundOpacity: 0.55, blur: 0 }}
        scrollable
        maxHeight={440}
        size={640}
        attributes={{ content: { "aria-label": text("keys.palette") } }}
      >
        <Spotlight.Search
          placeholder={text("palette.placeholder")}
          aria-label={text("palette.placeholder")}
          leftSection={<Icon name="search" />}
        />
        <Spotlight.ActionsList {...SCROLLED_BY_KEYS}>
          {incidents.length > 0 && (
            <Spotlight.ActionsGroup label={text("palette.incidents")}>
              {incidents.map(hitAction)}
            </Spotlight.ActionsGroup>
          )}
          {entities.length > 0 && (
            <Spotlight.ActionsGroup label={text("palette.entities")}>{entities.map(hitAction)}</Spotlight.ActionsGroup>
          )}
          {commands.length > 0 && (
            <Spotlight.ActionsGroup label={text("palette.commands")}>
              {commands.map(({ keys, label, run }) => (
                <Spotlight.Action
                  key={keys}
                  label={label}
                  onClick={run}
                  rightSection={<Kbd>{keys}</Kbd>}
                  dimmedSections={false}
                />
              ))}
            </Spotlight.ActionsGroup>
          )}
          {nothing && (
            <Spotlight.Empty>{text(hits.isFetching ? "palette.searching" : "palette.nothing")}</Spotlight.Empty>
          )}
        </Spotlight.ActionsList>
      </Spotlight.Root>
    </MantineFrame>
  );
}

function hitAction(hit: SearchHit) {
  if (hit.kind === "incident") {
    return (
      <Spotlight.Action
        key={hit.id}
        label={textOf(hit.title)}
        description={hit.open ? hit.id : `${hit.id}, ${text("palette.resolved")}`}
        leftSection={<Mark sev={hit.severity} past={!hit.open} acked={!hit.open} size={20} />}
        dimmedSections={false}
        onClick={() => goTo({ surface: "incident", id: hit.id })}
      />
    );
  }
  const alias = hit.matched === hit.name ? {} : { description: text("palette.matched", { alias: hit.matched }) };
  return (
    <Spotlight.Action
      key={hit.id}
      label={hit.name}
      {...alias}
      leftSection={<Icon name={iconOfKind(hit.entityKind)} />}
      onClick={() => goTo({ surface: "topology", entityId: hit.id })}
    />
  );
}
