const PAUSE_MS = 2000;

type Wait = (ms: number) => Promise<void>;
const pause: Wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Loads a part of the page, and asks for it again until it comes: whoever serves it may be away for a while, and a window
 * that is open stays as it is meanwhile. `wait`: for tests.
 */
export async function patiently<T>(load: () => Promise<T>, wait: Wait = pause): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      console.warn("a part of the page did not come, it is asked for again", error);
    }
    await wait(PAUSE_MS);
    askAgainForStyles();
  }
}

/** The bundler asks for a style sheet once only; one that did not come has no rules. */
function askAgainForStyles(): void {
  for (const link of globalThis.document?.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]') ?? []) {
    if (link.sheet === null) link.replaceWith(link.cloneNode());
  }
}
