import { partCame, partMissing } from "./missingPart.ts";
import { type ServedPage, servedPage } from "./servedPage.ts";

const PAUSE_MS = 2000;

type Edges = {
  wait(ms: number): Promise<void>;
  look(): Promise<ServedPage>;
  missing(part: object, page: ServedPage): void;
  came(part: object): void;
};
const REAL: Edges = {
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  look: servedPage,
  missing: partMissing,
  came: partCame,
};

/**
 * Loads a part of the page, and asks for it again until it comes: whoever serves it may be away for a while, and a window
 * that is open stays as it is meanwhile. When it does not come although the page itself does, `useMissingPart` says so.
 * `edges`: for tests.
 */
export async function patiently<T>(load: () => Promise<T>, edges: Edges = REAL): Promise<T> {
  for (let isAgain = false; ; isAgain = true) {
    try {
      const part = await load();
      edges.came(load);
      return part;
    } catch (error) {
      console.warn("a part of the page did not come, it is asked for again", error);
    }
    if (isAgain) edges.missing(load, await edges.look());
    await edges.wait(PAUSE_MS);
    askAgainForStyles();
  }
}

/** The bundler asks for a style sheet once only; one that did not come has no rules. */
function askAgainForStyles(): void {
  for (const link of globalThis.document?.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]') ?? []) {
    if (link.sheet === null) link.replaceWith(link.cloneNode());
  }
}
