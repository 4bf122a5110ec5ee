import { z } from "zod";

/** What a display remembers under its name. */
export const DisplayLayout = z.object({
  theme: z.enum(["dark", "light", "contrast"]),
  zone: z.enum(["local", "utc"]),
  /** The matrix and the rate beside the list. */
  side: z.boolean(),
});
export type DisplayLayout = z.infer<typeof DisplayLayout>;

const DEFAULT_LAYOUT: DisplayLayout = { theme: "dark", zone: "local", side: true };
type LayoutStore = Pick<Storage, "getItem" | "setItem">;

const keyOf = (display: string): string => `watchfloor.wall.${display}`;

/** Words in an address, `?display=floor-1&theme=light&zone=utc&side=off`, before or inside its hash. */
export function wordsOf(address: { search: string; hash: string }): URLSearchParams {
  const words = new URLSearchParams(address.hash.split("?")[1] ?? "");
  new URLSearchParams(address.search).forEach((value, key) => {
    if (!words.has(key)) words.set(key, value);
  });
  return words;
}

/** The layout of the display: what the address says goes over what was remembered and is remembered in turn. */
export function layoutFor(store: LayoutStore, words: URLSearchParams): DisplayLayout & { display: string } {
  const display = words.get("display") ?? "default";
  const said = {
    theme: DisplayLayout.shape.theme
      .optional()
      .catch(undefined)
      .parse(words.get("theme") ?? undefined),
    zone: DisplayLayout.shape.zone
      .optional()
      .catch(undefined)
      .parse(words.get("zone") ?? undefined),
    side: words.has("side") ? words.get("side") !== "off" : undefined,
  };
  const layout = { ...remembered(store, display), ...defined(said) };
  store.setItem(keyOf(display), JSON.stringify(layout));
  return { ...layout, display };
}

/** Remembers a change made at the display itself. */
export function rememberLayout(store: LayoutStore, display: string, layout: DisplayLayout): void {
  store.setItem(keyOf(display), JSON.stringify(DisplayLayout.parse(layout)));
}

function remembered(store: LayoutStore, display: string): DisplayLayout {
  try {
    return DisplayLayout.catch(DEFAULT_LAYOUT).parse(JSON.parse(store.getItem(keyOf(display)) ?? "null"));
  } catch {
    return DEFAULT_LAYOUT;
  }
}

const defined = (said: { [K in keyof DisplayLayout]: DisplayLayout[K] | undefined }): Partial<DisplayLayout> => ({
  ...(said.theme === undefined ? {} : { theme: said.theme }),
  ...(said.zone === undefined ? {} : { zone: said.zone }),
  ...(said.side === undefined ? {} : { side: said.side }),
});
