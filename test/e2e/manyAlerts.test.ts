import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { freePort, until } from "../servers/program.ts";
import { ConsoleUnderTest, openWindow, startChromium } from "./console.ts";

const ALERTS = 50_000;
const AT_ONCE = 1000;
const HOSTS = 500;

describe("50,000 active alerts, in a real Chromium", { ...needs({ chromium: true }), timeout: 240_000 }, () => {
  let browser: Browser;
  let host: ConsoleUnderTest;
  let page: Page;

  const grid = () => page.getByRole("grid");
  const row = (index: number) => grid().locator(`[aria-rowindex="${index + 2}"]`);

  beforeAll(async () => {
    const port = await freePort();
    host = new ConsoleUnderTest({
      yaml: `sources: [{id: pushed, kind: alert-receiver, settings: {port: ${port}, auth: none, resolveMinutes: 60}}]`,
    });
    [browser] = await Promise.all([startChromium(), host.start()]);
    // The address is said before sources begin.
    await until("the receiver takes a delivery", () => deliver(port, 0).then(() => true));
    for (let from = AT_ONCE; from < ALERTS; from += AT_ONCE) await deliver(port, from);
    page = await openWindow(browser, host.deskUrl);
    await page.goto(new URL("#/alerts", page.url()).href);
    await page.getByRole("heading", { name: "50,000 firing" }).waitFor({ timeout: 120_000 });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });

  it("draws the rows in view only, and says how many there are", async () => {
    await row(0)
      .getByText(/drive \d+/)
      .waitFor();
    expect(await grid().getAttribute("aria-rowcount")).toBe(String(ALERTS + 1));
    expect(await grid().getByRole("row").count()).toBeLessThan(100);
  });

  it("scrolls to the middle and to the end", async () => {
    await scrollTo(0.5);
    await row(ALERTS / 2 + 5)
      .getByText(/drive \d+/)
      .waitFor();
    await scrollTo(1);
    await row(ALERTS - 1)
      .getByText(/drive \d+/)
      .waitFor();
    await scrollTo(0);
    await row(0)
      .getByText(/drive \d+/)
      .waitFor();
  });

  it("answers a click with the row, and Enter with its details", async () => {
    await row(3).click();
    expect(await row(3).getAttribute("aria-current")).toBe("true");
    const words = await row(3)
      .getByText(/drive \d+/)
      .textContent();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("complementary");
    await drawer
      .getByText(/drive \d+/)
      .first()
      .waitFor();
    expect(words).toContain(
      await drawer
        .getByText(/drive \d+ is slow/)
        .first()
        .textContent(),
    );
    await page.keyboard.press("Escape");
  });

  it("finds the few that a search is about", async () => {
    await page.getByRole("searchbox", { name: "Search alerts" }).fill("drive 49999");
    await page.locator('[role=grid][aria-rowcount="2"]').waitFor({ timeout: 30_000 });
    await row(0)
      .getByText(/drive 49999/)
      .waitFor();
  });

  it("goes on saying what needs a person", async () => {
    await page.goto(new URL("#/incidents", page.url()).href);
    await page.getByRole("listbox", { name: "Open incidents" }).getByRole("option").first().click({ timeout: 60_000 });
    await page.waitForURL(/#\/incident\/INC-/);
    await page.locator("article h1").waitFor();
  });

  const scrollTo = (share: number) =>
    page.locator(".vgrid-body").evaluate((body, part) => void (body.scrollTop = body.scrollHeight * part), share);
});

async function deliver(port: number, from: number): Promise<void> {
  const alerts = Array.from({ length: AT_ONCE }, (_, index) => ({
    labels: {
      alertname: "DriveSlow",
      instance: `store-${(from + index) % HOSTS}`,
      device: `sd${from + index}`,
      severity: "warning",
    },
    annotations: { summary: `drive ${from + index} is slow` },
  }));
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
    method: "POST",
    headers,
    body: JSON.stringify(alerts),
  });
  if (!answer.ok) throw new Error(`the receiver answered ${answer.status}: ${await answer.text()}`);
}
