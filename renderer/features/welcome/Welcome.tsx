import { useMutation, useQuery } from "@tanstack/react-query";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { Button, errorText, goTo, useKeys } from "../../ui/index.ts";
import "./welcome.css";

/** The first screen of a machine that knows no source: two ways on, and what each leads to. */
export function Welcome() {
  const session = useQuery(api.session.get.queryOptions());
  const demo = useMutation(api.session.setDemo.mutationOptions());
  const folder = session.data?.dataFolder ?? null;
  const may = session.data?.caller.permissions.includes("configure") ?? true;
  const connect = (): void => goTo({ surface: "sources", adding: true });
  const explore = (): void => demo.mutate({ demo: true }, { onSuccess: () => goTo({ surface: "incidents" }) });
  const group = text("welcome.keys.group");
  useKeys([
    { keys: "c", label: text("welcome.connect"), group, inBar: true, run: connect },
    { keys: "d", label: text("welcome.demo"), group, inBar: true, run: () => may && explore() },
  ]);
  return (
    <section className="welcome" aria-labelledby="welcome-title">
      <div>
        <h1 id="welcome-title">{text("welcome.title")}</h1>
        <p className="welcome-say">{text("welcome.say")}</p>
        <div className="welcome-ways">
          <section>
            <Button look="primary" keys="c" disabled={!may} onClick={connect}>
              {text("welcome.connect")}
            </Button>
            <p>{text("welcome.connectSay")}</p>
            <p className="t3">{text("welcome.connectNext")}</p>
          </section>
          <section>
            <Button keys="d" disabled={!may || demo.isPending} onClick={explore}>
              {text(demo.isPending ? "welcome.demoStarting" : "welcome.demo")}
            </Button>
            <p>{text("welcome.demoSay")}</p>
            <p className="t3">{text("welcome.demoNext")}</p>
            {demo.isError && (
              <p className="field-error" role="alert">
                {text("welcome.demoFailed", { reason: errorText(demo.error) })}
              </p>
            )}
          </section>
        </div>
        {!may && <p>{text("welcome.notAllowed")}</p>}
        <p className="t3">
          {text("welcome.file")} {folder !== null && text("welcome.stays", { folder })}
        </p>
      </div>
    </section>
  );
}
