import { choose, hashOf, roll, wholeBetween } from "../../../electron/engine/connectors/demo/random.ts";

/** What one alert of a delivery is meant to do. */
export type Step = "open" | "repeat" | "resolve";

/** One alert as its sender knows it. `number` is a label of it, by which the test finds it in the log. */
export type SentAlert = {
  number: number;
  startsAt: number;
  firing: boolean;
  /** Transitions that the log must hold, in order: those that were acknowledged, and in doubt the last one. */
  transitions: ("opened" | "resolved")[];
  /** Acknowledged reports of the current life, the first included. */
  reports: number;
  /** Reports of the current life that were sent more than once: each may have been counted twice. */
  resent: number;
};

/** What is posted in one piece, again and again until it is acknowledged. */
export type Delivery = { items: { alert: SentAlert; step: Step }[]; body: Buffer; attempts: number };

const LARGEST = 60;
const NEW_SHARE = 0.5;
const RESOLVE_SHARE = 0.35;
/** In the past for every clock that reads it, and still plausible. */
const BEHIND_MS = 60_000;

/** Makes deliveries of alerts that open, repeat, end and open again, the same for the same seed. */
export class AlertScript {
  readonly #seed: number;
  readonly #firstNumber: number;
  readonly alerts: SentAlert[] = [];
  #rolls = 0;
  #clock = 0;

  constructor(seed: number, firstNumber: number) {
    this.#seed = seed;
    this.#firstNumber = firstNumber;
  }

  next(): Delivery {
    const size = wholeBetween([1, LARGEST], this.#roll() ** 2);
    const chosen = new Map<SentAlert, Step>();
    for (let item = 0; item < size; item++) {
      const alert =
        this.alerts.length === 0 || this.#roll() < NEW_SHARE ? this.#make() : choose(this.alerts, this.#roll());
      if (!chosen.has(alert)) chosen.set(alert, this.#stepOf(alert));
    }
    const items = [...chosen].map(([alert, step]) => ({ alert, step }));
    return { items, body: Buffer.from(JSON.stringify(items.map((item) => this.#report(item)))), attempts: 0 };
  }

  #make(): SentAlert {
    const number = this.#firstNumber + this.alerts.length;
    const alert: SentAlert = { number, startsAt: 0, firing: false, transitions: [], reports: 0, resent: 0 };
    this.alerts.push(alert);
    return alert;
  }

  #stepOf(alert: SentAlert): Step {
    if (!alert.firing) return "open";
    return this.#roll() < RESOLVE_SHARE ? "resolve" : "repeat";
  }

  /** Moves the alert to where the delivery takes it and writes its report. */
  #report({ alert, step }: { alert: SentAlert; step: Step }): object {
    this.#clock = Math.max(this.#clock + 1, Date.now() - BEHIND_MS);
    if (step === "open") {
      Object.assign(alert, { startsAt: this.#clock, firing: true, reports: 0, resent: 0 });
      alert.transitions.push("opened");
    }
    if (step === "resolve") {
      alert.firing = false;
      alert.transitions.push("resolved");
    }
    const host = hashOf(this.#seed, "host", alert.number) % 40;
    return {
      labels: {
        alertname: `Condition${alert.number % 7}`,
        service: `service-${host % 12}`,
        instance: `shop-${host}:9100`,
        severity: ["critical", "warning", "info"][alert.number % 3],
        number: String(alert.number),
      },
      annotations: { summary: `Condition ${alert.number % 7} at shop-${host}${this.#roll() < 0.2 ? " still" : ""}` },
      startsAt: new Date(alert.startsAt).toISOString(),
      ...(step === "resolve" ? { endsAt: new Date(this.#clock).toISOString() } : {}),
    };
  }

  #roll(): number {
    return roll(this.#seed, this.#rolls++);
  }
}
