import { useId, type ReactNode } from "react";
import { text } from "../../shared/strings/index.ts";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";
import { useKeys } from "./keys.ts";
import "./Drawer.css";

type DrawerProps = {
  /** A quiet line above the title. */
  over?: ReactNode;
  title: ReactNode;
  onClose(): void;
  /** The next actions, at the bottom. */
  foot?: ReactNode;
  children: ReactNode;
};

/** The details of what is selected, beside the surface; it covers nothing. Escape closes it. */
export function Drawer({ over, title, onClose, foot, children }: DrawerProps) {
  const titleId = useId();
  useKeys([{ keys: "Escape", label: text("common.close"), group: text("keys.groupEverywhere"), run: onClose }]);
  return (
    <aside className="drawer" aria-labelledby={titleId}>
      <header>
        {over !== undefined && <div className="label">{over}</div>}
        <div className="drawer-title">
          <h2 id={titleId}>{title}</h2>
          <Button look="quiet" aria-label={text("common.close")} onClick={onClose}>
            <Icon name="close" />
          </Button>
        </div>
      </header>
      <div className="drawer-body">{children}</div>
      {foot !== undefined && <footer>{foot}</footer>}
    </aside>
  );
}

/** A titled part of a drawer. */
export function DrawerPart({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <section className="drawer-part" aria-labelledby={titleId}>
      <h3 id={titleId} className="label">
        {title}
      </h3>
      {children}
    </section>
  );
}
