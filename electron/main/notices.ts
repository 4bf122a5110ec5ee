import { app, Notification } from "electron";
import type { WaitingIncident } from "../../shared/contract/shell.ts";
import type { Severity } from "../../shared/domain/severity.ts";
import { text, textOf } from "../../shared/strings/index.ts";
import { decideNews, NOTHING_TOLD, type News } from "./attention.ts";

/** Tells of new incidents through the system's notifications; a click leads to the incident. */
export class Notices {
  readonly #severities: () => readonly Severity[];
  readonly #goTo: (incidentId: string) => void;
  #told = NOTHING_TOLD;

  constructor(severities: () => readonly Severity[], goTo: (incidentId: string) => void) {
    this.#severities = severities;
    this.#goTo = goTo;
  }

  /** Takes the incidents that wait as they are now. */
  update(waiting: readonly WaitingIncident[], count: number, now: number): void {
    app.setBadgeCount(count);
    const { news, told } = decideNews(this.#told, waiting, this.#severities(), now);
    this.#told = told;
    if (news !== null && Notification.isSupported()) this.#show(news);
  }

  #show({ count, worst }: News): void {
    const severity = text(`severity.${worst.severity}`);
    const notification = new Notification({
      title: count === 1 ? text("shell.notifyOne", { severity }) : text("shell.notifyMany", { count, severity }),
      body: textOf(worst.headline),
      urgency: worst.severity === "critical" ? "critical" : "normal",
      // The desk has a sound of its own, which people can set.
      silent: true,
    });
    notification.on("click", () => this.#goTo(worst.id));
    notification.show();
  }
}
