import { useQuery } from "@tanstack/react-query";
import { text } from "../../shared/strings/index.ts";
import { api, client } from "../api/client.ts";
import { SoundStatus } from "../features/sound/SoundStatus.tsx";
import { Icon, Kbd, useEngineLost, useKeyBar } from "../ui/index.ts";
import { formatBytes } from "./bytes.ts";

/** What the keys do here, what waits in the outbox, and how the engine fares. */
export function KeyBar({ onOutbox, onKeys }: { onOutbox(): void; onKeys(): void }) {
  const shown = useKeyBar();
  return (
    <footer className="keys" aria-label={text("keys.bar")}>
      <span className="keys-list">
        {shown.map(({ keys, label }) => (
          <span key={keys.join(" ")}>
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
            {label}
          </span>
        ))}
      </span>
      <button type="button" onClick={onKeys}>
        <Kbd>?</Kbd> {text("keys.all")}
      </button>
      <span className="keys-end">
        <SoundStatus />
        <OutboxButton onOpen={onOutbox} />
        <EngineFacts />
      </span>
    </footer>
  );
}

function OutboxButton({ onOpen }: { onOpen(): void }) {
  const { data } = useQuery(api.outbox.list.queryOptions({ input: {} }));
  const waiting = data?.waiting ?? 0;
  const conflicts = data?.conflicts ?? 0;
  return (
    <button type="button" onClick={onOpen} className={conflicts > 0 ? "has-conflict" : ""}>
      <Icon name="outbox" size={13} />
      {waiting === 0 && conflicts === 0 && text("outbox.empty")}
      {waiting > 0 && text("outbox.waiting", { count: waiting })}
      {conflicts > 0 && <b>{text("outbox.conflicts", { count: conflicts })}</b>}
    </button>
  );
}

function EngineFacts() {
  const lost = useEngineLost() !== null;
  const { data } = useQuery({
    queryKey: [["health"], "timed"],
    refetchInterval: 10_000,
    queryFn: async () => {
      const before = performance.now();
      const health = await client.health.get();
      return { milliseconds: Math.round(performance.now() - before), bytes: health.databaseBytes };
    },
  });
  if (data === undefined || lost) return <span>{text("engine.connecting")}</span>;
  return <span>{text("engine.facts", { milliseconds: data.milliseconds, size: formatBytes(data.bytes) })}</span>;
}
