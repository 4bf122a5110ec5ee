import { RPCLink } from "@orpc/client/message-port";
import type { OpenTransport } from "./transport.ts";

declare global {
  interface Window {
    /** Put there by the shell's preload; a browser has none. */
    watchfloor?: { connect?: boolean; requestPort(): void };
  }
}

const PORT_WITHIN_MS = 10_000;

/** Asks the shell for a MessagePort to the engine; it comes as a window message of kind `watchfloor:port`. */
export const openPort: OpenTransport = async () => {
  const port = await nextPort();
  let close = (): void => port.close();
  const closed = new Promise<void>((resolve) => {
    port.addEventListener("close", () => resolve(), { once: true });
    close = () => {
      port.close();
      resolve();
    };
  });
  const link = new RPCLink({ port });
  port.start();
  return { link, closed, close };
};

function nextPort(): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error("the shell handed no port over"))), PORT_WITHIN_MS);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      window.removeEventListener("message", onMessage);
      act();
    };
    const onMessage = (event: MessageEvent<unknown>): void => {
      const port = event.ports[0];
      if (event.source !== window || !isPortMessage(event.data) || port === undefined) return;
      settle(() => resolve(port));
    };
    window.addEventListener("message", onMessage);
    window.watchfloor?.requestPort();
  });
}

const isPortMessage = (data: unknown): boolean =>
  typeof data === "object" && data !== null && "kind" in data && data.kind === "watchfloor:port";
