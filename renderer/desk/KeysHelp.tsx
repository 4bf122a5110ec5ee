import { text } from "../../shared/strings/index.ts";
import { Dialog, Kbd, useKeyCommands, type KeyCommand } from "../ui/index.ts";

/** Every key that works now, by group. */
export function KeysHelp({ onClose }: { onClose(): void }) {
  const groups = Object.entries(Object.groupBy(useKeyCommands(), ({ group }) => group));
  return (
    <Dialog title={text("keys.title")} onClose={onClose} size={760}>
      <div className="keys-help">
        {groups.map(([group, commands = []]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>{commands.map(row)}</dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

const row = ({ keys, label }: KeyCommand) => (
  <div key={keys}>
    <dt>
      <span className="visually-hidden">{keys}</span>
      {keys.split(" ").map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </dt>
    <dd>{label}</dd>
  </div>
);
