import { ICON_PATHS, type IconName } from "./iconPaths.ts";
import { MARK_SHAPES, TICK } from "./markShapes.ts";
import type { MarkKind } from "./severity.ts";
import type { TokenReader } from "./tokens.ts";

const image = (box: number, body: string): string =>
  `data:image/svg+xml;utf8,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 ${box + 4} ${box + 4}" width="${3 * (box + 4)}" height="${3 * (box + 4)}">${body}</svg>`,
  )}`;

/** The severity mark as an image in the theme's colours, for canvas. */
export function markImage(kind: MarkKind, acked: boolean, token: TokenReader): string {
  const { shape, letter, letterY, letterSize, dash } = MARK_SHAPES[kind];
  const fill = acked ? "none" : token(kind);
  const ink = token(acked ? `${kind}-text` : `on-${kind}`);
  const tick = acked
    ? `<path d="${TICK}" fill="none" stroke="${token("raised")}" stroke-width="6"/><path d="${TICK}" fill="none" stroke="${token("text")}" stroke-width="2"/>`
    : "";
  return image(
    20,
    `<path d="${shape}" fill="${fill}" stroke="${token(`${kind}-edge`)}" stroke-width="${acked ? 2 : 1.5}" stroke-linejoin="round"${dash === undefined ? "" : ` stroke-dasharray="${dash}"`}/>` +
      `<text x="10" y="${letterY}" font-family="IBM Plex Sans, sans-serif" font-weight="700" font-size="${letterSize}" text-anchor="middle" fill="${ink}">${letter}</text>${tick}`,
  );
}

/** A line icon as an image. */
export const iconImage = (name: IconName, colour: string): string =>
  image(
    16,
    `<path d="${ICON_PATHS[name]}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linecap="square"/>`,
  );

/** A tile of the stale hatch. */
export const hatchImage = (colour: string): string =>
  `data:image/svg+xml;utf8,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 14 14" width="28" height="28"><path d="M-2 2 2 -2M-2 16 16 -2M12 16 16 12" stroke="${colour}" stroke-width="2"/></svg>`,
  )}`;
