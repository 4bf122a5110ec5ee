import type { WindowRole } from "../../../shared/contract/shell.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { Caller } from "../../../shared/domain/session.ts";
import { operatorName } from "../../host/operator.ts";
import { type MessagePortLike, servePort } from "../api/serve-port.ts";
import type { ApiRouter } from "../api/router.ts";
import { callerOf } from "../listener/tokens.ts";

/** A port that can be given up. */
export type ClosablePort = MessagePortLike & { close(): void };

/** The ports of all windows. They are closed together when another engine takes over, so that each window comes back. */
export class Ports {
  readonly #open = new Set<ClosablePort>();
  readonly #scopes: () => readonly Scope[];
  #router: ApiRouter | undefined;

  constructor(scopes: () => readonly Scope[]) {
    this.#scopes = scopes;
  }

  /** From now on windows are served by this engine. */
  serveBy(router: ApiRouter): void {
    this.#router = router;
  }

  /** Serves one window. Without an engine its port is closed at once: the window tries again by itself. */
  add(port: ClosablePort, role: WindowRole): void {
    if (this.#router === undefined) return port.close();
    this.#open.add(port);
    port.on("close", () => this.#open.delete(port));
    servePort(port, this.#router, { caller: this.#callerOf(role) });
  }

  /** Lets every window bind anew, to the same engine. */
  restart(): void {
    for (const port of this.#open) port.close();
    this.#open.clear();
  }

  /** The same, and until `serveBy` there is no engine. */
  suspend(): void {
    this.#router = undefined;
    this.restart();
  }

  #callerOf(role: WindowRole): Caller {
    const grant = { id: "window", kind: role, name: operatorName(), scopes: null, expiresAt: null };
    return callerOf(grant, this.#scopes());
  }
}
