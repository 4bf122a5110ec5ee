/** What hands do on a map; points are px from its corner. */
export type PointerEvents = {
  /** A map that stands still is tapped, and the page scrolls over it. */
  isStill(): boolean;
  onTap(x: number, y: number): void;
  onOpen(x: number, y: number): void;
  onPan(x: number, y: number): void;
  onZoom(factor: number, x: number, y: number): void;
};

type Point = { x: number; y: number };

/** A press that moves less is a tap, px. */
const LEAST_PX = 4;
/** Zoom per px of a wheel; a pinch on a touch pad comes as small steps of a wheel with the control key. */
const WHEEL = { plain: 0.0015, pinch: 0.01, line: 16 } as const;

/** Listens to mouse, pen and fingers on an element: one drags, two pinch, the wheel zooms. Returns what ends it. */
export function followPointers(element: HTMLElement, events: PointerEvents): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const down = new Map<number, Point>();
  let tap: Point | null = null;
  const at = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    down.set(event.pointerId, at(event));
    tap = down.size === 1 ? at(event) : null;
    if (!events.isStill()) element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    const before = down.get(event.pointerId);
    if (before === undefined) return;
    const now = at(event);
    if (tap !== null && Math.hypot(now.x - tap.x, now.y - tap.y) < LEAST_PX) return;
    tap = null;
    down.set(event.pointerId, now);
    if (events.isStill()) return;
    const [other] = [...down].flatMap(([id, point]) => (id === event.pointerId ? [] : [point]));
    if (other === undefined) return events.onPan(now.x - before.x, now.y - before.y);
    const [was, is] = [middleOf(before, other), middleOf(now, other)];
    events.onPan(is.x - was.x, is.y - was.y);
    events.onZoom(apart(now, other) / Math.max(1, apart(before, other)), is.x, is.y);
  };
  const release = (event: PointerEvent): void => {
    if (!down.delete(event.pointerId) || tap === null) return;
    if (event.type === "pointerup") events.onTap(tap.x, tap.y);
    tap = null;
  };
  const wheel = (event: WheelEvent): void => {
    if (events.isStill()) return;
    event.preventDefault();
    const { x, y } = at(event);
    const px = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL.line : 1);
    events.onZoom(Math.exp(-px * (event.ctrlKey ? WHEEL.pinch : WHEEL.plain)), x, y);
  };
  element.addEventListener("pointerdown", press, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerup", release, { signal });
  element.addEventListener("pointercancel", release, { signal });
  element.addEventListener("dblclick", (event) => events.onOpen(at(event).x, at(event).y), { signal });
  element.addEventListener("wheel", wheel, { signal, passive: false });
  return () => ending.abort();
}

const middleOf = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
