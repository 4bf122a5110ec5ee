import { hatchImage, iconImage, markImage } from "./graphBadge.ts";
import type { GraphNode } from "./graphElements.ts";
import type { TokenReader } from "./tokens.ts";

/** The colours, fonts and pictures of one theme, each looked up once. */
export type Ink = {
  colour(token: string): string;
  font(px: number, weight: number): string;
  /** The mark or icon of a box; undefined for none, and while it is being decoded. */
  badge(node: GraphNode): HTMLImageElement | undefined;
  hatch(context: CanvasRenderingContext2D): CanvasPattern | null;
  /** The words, cut with an ellipsis to so many px in the font that is set; which font it is must follow from `style`. */
  fitted(context: CanvasRenderingContext2D, words: string, width: number, style: string): string;
};

/** @param onDecoded called when a picture that was asked for can be drawn */
export function inkOf(token: TokenReader, onDecoded: () => void): Ink {
  const colours = new Map<string, string>();
  const images = new Map<string, HTMLImageElement>();
  const cuts = new Map<string, string>();
  const colour = (name: string): string => kept(colours, name, () => token(name));
  const image = (address: string): HTMLImageElement | undefined => {
    const found = kept(images, address, () => {
      const made = new Image();
      made.addEventListener("load", onDecoded, { once: true });
      made.src = address;
      return made;
    });
    return found.complete && found.naturalWidth > 0 ? found : undefined;
  };
  const addresses = new Map<string, string>();
  const family = token("font-sans");
  return {
    colour,
    font: (px, weight) => `${weight} ${px}px ${family}`,
    badge: (node) => {
      const { sev, acked = false, icon, role = "plain" } = node;
      if (sev) return image(kept(addresses, `${sev} ${acked}`, () => markImage(sev, acked, token)));
      if (icon === undefined) return undefined;
      const ink = role === "plain" ? "text-3" : "text";
      return image(kept(addresses, `${icon} ${ink}`, () => iconImage(icon, colour(ink))));
    },
    hatch: (context) => {
      const tile = image(kept(addresses, "hatch", () => hatchImage(colour("stale"))));
      const pattern = tile === undefined ? null : context.createPattern(tile, "repeat");
      // The tile is drawn twice as fine as it is shown.
      pattern?.setTransform(new DOMMatrix().scale(0.5));
      return pattern;
    },
    fitted: (context, words, width, style) =>
      kept(cuts, `${style} ${Math.round(width)} ${words}`, () => cut(context, words, width)),
  };
}

function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}

const ELLIPSIS = "…";

function cut(context: CanvasRenderingContext2D, words: string, width: number): string {
  if (context.measureText(words).width <= width) return words;
  let [fits, tooLong] = [0, words.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (context.measureText(words.slice(0, middle) + ELLIPSIS).width <= width) fits = middle;
    else tooLong = middle;
  }
  return words.slice(0, fits).trimEnd() + ELLIPSIS;
}
