import { Agent, request } from "node:http";
import { AlertScript, type Delivery, type SentAlert } from "./alerts.ts";

const BUSY = 503;
const BUSY_PAUSE_MS = 5;
const NUMBERS_PER_SENDER = 1_000_000;

/**
 * Posts deliveries one after the other and records which were acknowledged. One that was not is posted again, also to the
 * next engine on the same data, before anything else: so the order in which its alerts change is known.
 */
export class Sender {
  readonly #script: AlertScript;
  #pending: Delivery | undefined;
  /** Alerts and deliveries that were acknowledged. */
  acknowledged = 0;
  deliveries = 0;

  constructor(seed: number, number: number) {
    this.#script = new AlertScript(seed * 31 + number, (number + 1) * NUMBERS_PER_SENDER);
  }

  get alerts(): readonly SentAlert[] {
    return this.#script.alerts;
  }

  /** The delivery that was sent and not acknowledged. */
  get inDoubt(): Delivery | undefined {
    return this.#pending?.attempts ? this.#pending : undefined;
  }

  /** Posts until `isOver` or until the engine is gone. With `pendingOnly` no more than what is in doubt. */
  async run(url: string, isOver: () => boolean, pendingOnly = false): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      while (!isOver() && (this.#pending !== undefined || !pendingOnly)) {
        const status = await this.#send(new URL("/api/v2/alerts", url), agent);
        if (status === undefined) return;
        if (status === BUSY) await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS));
        else if (status !== 200) throw new Error(`a delivery was answered ${status}`);
      }
    } finally {
      agent.destroy();
    }
  }

  async #send(url: URL, agent: Agent): Promise<number | undefined> {
    this.#pending ??= this.#script.next();
    const delivery = this.#pending;
    delivery.attempts += 1;
    if (delivery.attempts > 1) for (const { alert, step } of delivery.items) if (step !== "resolve") alert.resent += 1;
    const status = await post(url, delivery.body, agent);
    if (status === 200) {
      for (const { alert, step } of delivery.items) if (step !== "resolve") alert.reports += 1;
      this.acknowledged += delivery.items.length;
      this.deliveries += 1;
      this.#pending = undefined;
    }
    return status;
  }
}

/** The status, or undefined when the connection broke: then nobody knows whether the delivery was taken. */
function post(url: URL, body: Buffer, agent: Agent): Promise<number | undefined> {
  return new Promise((resolve) => {
    const headers = { "content-type": "application/json", "content-length": body.length };
    const outgoing = request(url, { agent, method: "POST", headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
      response.on("error", () => resolve(undefined));
    });
    outgoing.on("error", () => resolve(undefined));
    outgoing.end(body);
  });
}
