import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, Field, goTo, Panel, panelState } from "../../ui/index.ts";
import { legibilityOf } from "./legibility.ts";

/** What most floors hang up, in inches. */
const INCHES = 98;

/** The address for a display, and the wall in this window. */
export function WallPanel() {
  const session = useQuery(api.session.get.queryOptions());
  return (
    <Panel
      title={text("settings.wall")}
      note={text("settings.wallNote")}
      state={panelState(session)}
      empty={{ title: text("settings.wall"), hint: text("settings.wallNone") }}
    >
      {({ wallUrl }) => (
        <div className="settings-body">
          {wallUrl === null ? <p className="t2">{text("settings.wallNone")}</p> : <WallAddress url={wallUrl} />}
          <p className="t3">{text("settings.wallSize", legibilityOf(INCHES))}</p>
          <span>
            <Button keys="g w" onClick={() => goTo({ surface: "wall" })}>
              {text("settings.wallOpen")}
            </Button>
          </span>
        </div>
      )}
    </Panel>
  );
}

function WallAddress({ url }: { url: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void =>
    void navigator.clipboard.writeText(url).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <>
      <p className="t2">{text("settings.wallSay")}</p>
      <div className="settings-pair">
        <Field label={text("settings.wallAddress")} value={url} readOnly onFocus={(event) => event.target.select()} />
        <Button onClick={copy}>{text(copied ? "settings.copied" : "settings.copy")}</Button>
      </div>
    </>
  );
}
