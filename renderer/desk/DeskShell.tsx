import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { text } from "../../shared/strings/index.ts";
import {
  goTo,
  holdKeys,
  MissingBanner,
  patiently,
  setPreferences,
  THEMES,
  useKeys,
  usePreferences,
  useStands,
  type KeyCommand,
  type Route,
} from "../ui/index.ts";
import { KeyBar } from "./KeyBar.tsx";
import { LostBanner } from "./LostBanner.tsx";
import { Rail } from "./Rail.tsx";
import { TopBar } from "./TopBar.tsx";
import { usePaletteKey } from "./usePaletteKey.ts";
import "./DeskShell.css";

/** Asked for once the desk stands, so that the first letters typed into it are not lost. */
const loadPalette = () => patiently(() => import("./Palette.tsx"));
const Palette = lazy(() => loadPalette().then(({ Palette: component }) => ({ default: component })));
const KeysHelp = lazy(async () => ({ default: (await patiently(() => import("./KeysHelp.tsx"))).KeysHelp }));
const OutboxSheet = lazy(async () => ({
  default: (await patiently(() => import("../features/outbox/OutboxSheet.tsx"))).OutboxSheet,
}));

type Open = "palette" | "keys" | "outbox" | null;

const PLACES = [
  ["g i", "incidents"],
  ["g a", "alerts"],
  ["g t", "topology"],
  ["g n", "anomalies"],
  ["g c", "capacity"],
  ["g l", "logs"],
  ["g s", "sources"],
  ["g w", "wall"],
  ["g e", "settings"],
] as const;

/** Top bar, rail and key bar around one surface, and what opens over all of them. */
export function DeskShell({ route, children }: { route: Route; children: ReactNode }) {
  const [open, setOpen] = useState<Open>(null);
  const { theme, zone } = usePreferences();
  const close = (): void => setOpen(null);
  const nextTheme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "dark";
  const everywhere = (keys: string, label: string, run: () => void): KeyCommand => ({
    keys,
    label,
    run,
    group: text("keys.groupEverywhere"),
  });
  useKeys(
    [
      everywhere("?", text("keys.all"), () => setOpen("keys")),
      everywhere("/", text("keys.palette"), () => setOpen("palette")),
      everywhere("g o", text("keys.outbox"), () => setOpen("outbox")),
      everywhere("z", text("keys.zone"), () => setPreferences({ zone: zone === "utc" ? "local" : "utc" })),
      everywhere("T", text("keys.theme"), () => setPreferences({ theme: nextTheme })),
      ...PLACES.map(([keys, surface]) => ({
        keys,
        label: text(`nav.${surface}`),
        group: text("keys.groupGo"),
        run: () => goTo({ surface }),
      })),
    ],
    "everywhere",
  );
  usePaletteKey(() => setOpen("palette"));
  useEffect(() => {
    holdKeys(open !== null);
    return () => holdKeys(false);
  }, [open]);
  const stands = useStands();
  useEffect(() => {
    if (stands) void loadPalette();
  }, [stands]);

  return (
    <div className="desk">
      <a className="skip" href="#content" onClick={skipToContent}>
        {text("app.skipToContent")}
      </a>
      <TopBar onSearch={() => setOpen("palette")} />
      <Rail surface={route.surface} />
      <main className="desk-main" id="content" tabIndex={-1}>
        <LostBanner />
        <MissingBanner />
        <div className="desk-surface">{children}</div>
      </main>
      <KeyBar onOutbox={() => setOpen("outbox")} onKeys={() => setOpen("keys")} />
      <Suspense fallback={null}>
        {open === "palette" && <Palette onClose={close} />}
        {open === "keys" && <KeysHelp onClose={close} />}
        {open === "outbox" && <OutboxSheet onClose={close} />}
      </Suspense>
    </div>
  );
}

/** The hash holds the route, so the skip link moves the focus itself. */
function skipToContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}
