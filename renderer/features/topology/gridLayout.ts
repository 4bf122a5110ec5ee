import { NODE, type MapLayout } from "./layout.ts";

const PITCH = { x: NODE.width + 96, y: NODE.height + 48 } as const;

/** Places without lanes: rows of a near-square grid, in the order given. */
export function gridLayout(ids: readonly string[]): MapLayout {
  const columns = Math.max(1, Math.ceil(Math.sqrt(ids.length)));
  const positions = new Map(
    ids.map((id, index) => {
      const x = NODE.width + (index % columns) * PITCH.x;
      return [id, { x, y: NODE.height + Math.floor(index / columns) * PITCH.y }] as const;
    }),
  );
  const rows = Math.ceil(ids.length / columns);
  return { positions, groups: [], lanes: [], columns: [], width: columns * PITCH.x, height: rows * PITCH.y };
}
