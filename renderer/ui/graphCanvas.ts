import { inkOf, type Ink } from "./graphInk.ts";
import type { Viewport } from "./graphFit.ts";
import { followPointers } from "./graphPointers.ts";
import { paintScene } from "./graphPaint.ts";
import { between, boxAt, centredOn, sceneOf, zoomedAt, type Scene, type Size } from "./graphScene.ts";
import { readTokens } from "./tokens.ts";

const FLIGHT_MS = 160;

export type GraphEvents = {
  onTap(id: string | null): void;
  onOpen(id: string): void;
  /** The box around the map is another size now. */
  onResize(): void;
};

/** A map on a canvas that fills a box: what it shows, from where, and the hands on it. It paints at most once a frame. */
export class GraphCanvas {
  readonly #box: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #resizes: ResizeObserver;
  readonly #endPointers: () => void;
  #scene: Scene = sceneOf([], []);
  #view: Viewport = { zoom: 1, pan: { x: 0, y: 0 } };
  #selected: string | null = null;
  #ink: { theme: string; ink: Ink } | null = null;
  #frame = 0;
  #flight = 0;
  /** A map that stands still can be tapped, not moved. */
  still = false;

  constructor(box: HTMLElement, events: GraphEvents) {
    this.#box = box;
    this.#canvas = document.createElement("canvas");
    const context = this.#canvas.getContext("2d");
    if (context === null) throw new Error("this browser gives no 2d context");
    this.#context = context;
    box.append(this.#canvas);
    this.#fill();
    this.#resizes = new ResizeObserver(() => {
      this.#fill();
      events.onResize();
    });
    this.#resizes.observe(box);
    const at = (x: number, y: number): string | null => boxAt(this.#scene, this.#view, { x, y })?.id ?? null;
    this.#endPointers = followPointers(this.#canvas, {
      isStill: () => this.still,
      onTap: (x, y) => events.onTap(at(x, y)),
      onOpen: (x, y) => {
        const id = at(x, y);
        if (id !== null) events.onOpen(id);
      },
      onPan: (x, y) => this.show({ zoom: this.#view.zoom, pan: { x: this.#view.pan.x + x, y: this.#view.pan.y + y } }),
      onZoom: (factor, x, y) => this.show(zoomedAt(this.#view, factor, { x, y })),
    });
    // Words are measured with the fonts that are there; those that come later are wider or narrower.
    document.fonts.addEventListener("loadingdone", this.#forgetInk);
  }

  get size(): Size {
    return { width: this.#box.clientWidth, height: this.#box.clientHeight };
  }

  get isEmpty(): boolean {
    return this.#scene.nodes.length === 0;
  }

  draw(scene: Scene, selected: string | null, theme: string): void {
    this.#scene = scene;
    this.#selected = selected;
    if (this.#ink?.theme !== theme) this.#ink = { theme, ink: inkOf(readTokens(), () => this.#repaint()) };
    this.#repaint();
  }

  show(view: Viewport): void {
    cancelAnimationFrame(this.#flight);
    this.#view = view;
    this.#repaint();
  }

  zoomBy(factor: number): void {
    const { width, height } = this.size;
    this.show(zoomedAt(this.#view, factor, { x: width / 2, y: height / 2 }));
  }

  /** Centres a node, at zoom 1 or nearer. A node that is not on the map is nowhere to fly to. */
  flyTo(id: string): void {
    const node = this.#scene.byId.get(id);
    if (node === undefined) return;
    cancelAnimationFrame(this.#flight);
    const from = this.#view;
    const to = centredOn(node, from, this.size);
    const begun = performance.now();
    const go = (now: number): void => {
      const share = Math.min(1, Math.max(0, (now - begun) / FLIGHT_MS));
      this.#view = between(from, to, share);
      this.#paint();
      if (share < 1) this.#flight = requestAnimationFrame(go);
    };
    this.#flight = requestAnimationFrame(go);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#flight);
    document.fonts.removeEventListener("loadingdone", this.#forgetInk);
    this.#resizes.disconnect();
    this.#endPointers();
    this.#canvas.remove();
  }

  #forgetInk = (): void => {
    if (this.#ink === null) return;
    this.#ink = { ...this.#ink, ink: inkOf(readTokens(), () => this.#repaint()) };
    this.#repaint();
  };

  #fill(): void {
    const { width, height } = this.size;
    const [across, down] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (this.#canvas.width === across && this.#canvas.height === down) return;
    this.#canvas.width = across;
    this.#canvas.height = down;
    this.#paint();
  }

  #repaint(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    if (this.#ink === null) return;
    const painted = { scene: this.#scene, view: this.#view, size: this.size, selected: this.#selected };
    paintScene(this.#context, painted, this.#ink.ink, devicePixelRatio);
  }
}
