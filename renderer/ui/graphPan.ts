import type { Core } from "cytoscape";

/** A press that moves less is a click. */
const LEAST_PX = 4;
/** A hand that rests this long while it drags sees what the drag has uncovered. */
const REST_MS = 150;

type Drag = { pointer: number; from: { x: number; y: number }; by: { x: number; y: number }; moves: boolean };

/**
 * Drags a large map by moving its finished picture: drawing thousands of elements takes longer than a frame, so they are
 * drawn again when the hand rests or lets go, and the picture stays where it is until then. Touch is left to cytoscape,
 * which also pinches. Returns what ends it.
 */
export function panByPicture(cy: Core, isLarge: () => boolean): () => void {
  const box = cy.container();
  const picture = box?.firstElementChild;
  if (box === null || !(picture instanceof HTMLElement)) throw new Error("a map without a container cannot be dragged");
  let drag: Drag | null = null;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const redraw = (): void => {
    clearTimeout(rest);
    if (drag === null || !drag.moves) return;
    const by = drag.by;
    drag.from = { x: drag.from.x + by.x, y: drag.from.y + by.y };
    drag.by = { x: 0, y: 0 };
    // The new drawing and the picture's return belong into one frame; until then it stays where the hand put it.
    cy.one("render", () => shift(picture, drag?.by ?? { x: 0, y: 0 }));
    cy.panBy(by);
  };
  const press = (event: PointerEvent): void => {
    if (event.pointerType !== "mouse" || event.button !== 0 || !cy.userPanningEnabled() || !isLarge()) return;
    cy.userPanningEnabled(false);
    drag = { pointer: event.pointerId, from: { x: event.clientX, y: event.clientY }, by: { x: 0, y: 0 }, moves: false };
  };
  const move = (event: PointerEvent): void => {
    if (drag?.pointer !== event.pointerId) return;
    drag.by = { x: event.clientX - drag.from.x, y: event.clientY - drag.from.y };
    drag.moves ||= Math.hypot(drag.by.x, drag.by.y) >= LEAST_PX;
    if (!drag.moves) return;
    shift(picture, drag.by);
    clearTimeout(rest);
    rest = setTimeout(redraw, REST_MS);
  };
  const release = (event: PointerEvent): void => {
    if (drag?.pointer !== event.pointerId) return;
    redraw();
    drag = null;
    cy.userPanningEnabled(true);
  };
  const ending = new AbortController();
  const { signal } = ending;
  box.addEventListener("pointerdown", press, { signal, capture: true });
  window.addEventListener("pointermove", move, { signal });
  window.addEventListener("pointerup", release, { signal });
  window.addEventListener("pointercancel", release, { signal });
  return () => {
    clearTimeout(rest);
    ending.abort();
  };
}

const shift = (picture: HTMLElement, { x, y }: { x: number; y: number }): void => {
  picture.style.translate = x === 0 && y === 0 ? "" : `${x}px ${y}px`;
};
