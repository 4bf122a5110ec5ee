import type { Result } from "../connectors/connector.ts";

/** Secrets are kept on the main thread: each is asked for when it is needed, and is not remembered here. */
export class SecretRequests {
  readonly #ask: (id: number, reference: string) => void;
  readonly #waiting = new Map<number, (result: Result<string>) => void>();
  #next = 0;

  constructor(ask: (id: number, reference: string) => void) {
    this.#ask = ask;
  }

  /** Resolves with the secret behind a reference, or with why there is none. */
  find(reference: string): Promise<Result<string>> {
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#ask(id, reference);
    });
  }

  /** The answer to request number `id`. */
  answer(id: number, result: Result<string>): void {
    this.#waiting.get(id)?.(result);
    this.#waiting.delete(id);
  }
}
