import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { ConsoleUnderTest, openWindow, startChromium } from "../e2e/console.ts";
import { MONITORING_SERVERS, Monitoring } from "./monitoring.ts";
import { until } from "./program.ts";

const TAG = {
  none: "Not acknowledged",
  queued: "Acknowledgement queued",
  confirmed: "Acknowledged",
  conflict: "Acknowledgement in conflict",
};

const NEEDS = { ...needs({ chromium: true, servers: MONITORING_SERVERS }), timeout: 180_000 };

describe("acknowledging, with a real Prometheus, Alertmanager and Chromium", NEEDS, () => {
  let monitoring: Monitoring;
  let browser: Browser;
  let host: ConsoleUnderTest;
  let page: Page;

  beforeAll(async () => {
    [monitoring, browser] = await Promise.all([Monitoring.start(), startChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await monitoring?.stop();
  });

  beforeEach(async () => {
    host = new ConsoleUnderTest({ yaml: watchfloorYaml(monitoring) });
    await host.start();
    await monitoring.queueDepth(500);
    page = await openWindow(browser, host.deskUrl);
    await queueIncident().waitFor({ timeout: 60_000 });
    await queueIncident().click();
    await tag(TAG.none).waitFor();
  });
  afterEach(async () => {
    await page?.context().close();
    await host?.close();
    await monitoring.alertmanager.stop();
    await monitoring.alertmanager.start();
    await monitoring.expireSilences();
    await monitoring.queueDepth(0);
    await until(
      "QueueDepthHigh is over",
      async () => !(await activeNames(monitoring)).includes("QueueDepthHigh"),
      60_000,
    );
  });

  const queue = () => page.getByLabel("Open incidents");
  const queueIncident = () =>
    queue()
      .getByText(/checkout queue is/)
      .first();
  const tag = (words: string) => page.locator("main").getByText(words, { exact: true }).first();

  it("shows one alert for what both report, silences it with one key, and closes the incident when it ends", async () => {
    await expectOneAlert(page, "the checkout queue is 500 deep");
    await page.keyboard.press("a");
    await until("the silence is in the Alertmanager", async () => (await monitoring.silences()).length === 1);
    const [silence] = await monitoring.silences();
    expect(silence?.comment).toMatch(/Watchfloor/);
    expect(Date.parse(silence?.endsAt ?? "")).toBeGreaterThan(Date.now());
    await tag(TAG.confirmed).waitFor({ timeout: 20_000 });

    await monitoring.queueDepth(0);
    await page
      .getByLabel(/Resolved/)
      .getByText(/checkout/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(await queueIncident().count()).toBe(0);
  });

  it("takes an acknowledgement back with one key", async () => {
    await page.keyboard.press("a");
    await tag(TAG.confirmed).waitFor({ timeout: 30_000 });
    await page.keyboard.press("u");
    await until("the silence has expired", async () => (await monitoring.silences()).length === 0);
    await tag(TAG.none).waitFor({ timeout: 30_000 });
  });

  it("keeps an acknowledgement made while the source is away, over a restart, and confirms it when the source is back", async () => {
    await monitoring.alertmanager.stop();
    await page.keyboard.press("a");
    await tag(TAG.queued).waitFor();
    await host.stop("SIGKILL");
    await host.start();
    await tag(TAG.queued).waitFor({ timeout: 30_000 });
    await monitoring.alertmanager.start();
    await until("the silence is in the Alertmanager", async () => (await monitoring.silences()).length === 1, 60_000);
    await tag(TAG.confirmed).waitFor({ timeout: 30_000 });
  });

  it("shows a conflict with both sides when somebody else was faster", async () => {
    await monitoring.alertmanager.stop();
    await page.keyboard.press("a");
    await tag(TAG.queued).waitFor();
    await host.stop();
    await monitoring.alertmanager.start();
    await until(
      "the Alertmanager has the alert again",
      async () => (await activeNames(monitoring)).includes("QueueDepthHigh"),
      60_000,
    );
    await monitoring.silence("ben", "mine since noon");
    await host.start();
    await tag(TAG.conflict).waitFor({ timeout: 60_000 });
    await page
      .getByText(/conflict/)
      .last()
      .click();
    await page
      .getByText(/mine since noon/)
      .first()
      .waitFor();
    expect((await monitoring.silences()).map(({ createdBy }) => createdBy)).toEqual(["ben"]);
  });

  it("shows a conflict when the alert is gone by the time the source is back", async () => {
    await monitoring.alertmanager.stop();
    await page.keyboard.press("a");
    await tag(TAG.queued).waitFor();
    await host.stop();
    await monitoring.queueDepth(0);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    await monitoring.alertmanager.start();
    await host.start();
    await page
      .getByText(/1 conflict/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(await monitoring.silences()).toEqual([]);
  });
});

const watchfloorYaml = ({ prometheusUrl, alertmanagerUrl }: Monitoring): string => `
sources:
  - id: prometheus
    kind: prometheus
    settings: {url: "${prometheusUrl}", intervalSeconds: 1}
  - id: alertmanager
    kind: alertmanager
    settings: {url: "${alertmanagerUrl}", intervalSeconds: 1}
`;

async function activeNames({ alertmanagerUrl }: Monitoring): Promise<string[]> {
  const alerts = (await (await fetch(`${alertmanagerUrl}/api/v2/alerts`)).json()) as {
    labels: { alertname: string };
  }[];
  return alerts.map(({ labels }) => labels.alertname);
}

async function expectOneAlert(page: Page, summary: string): Promise<void> {
  const address = page.url();
  await page.goto(address.replace(/#.*/, "") + "#/alerts");
  await page.getByText(summary).first().waitFor();
  expect(await page.getByText(summary).count()).toBe(1);
  await page.goBack();
}
