import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { ConsoleUnderTest, openWindow, startChromium } from "./console.ts";

describe(
  "anomalies and logs, on the demo estate in a real Chromium",
  { ...needs({ chromium: true }), timeout: 180_000 },
  () => {
    let browser: Browser;
    let host: ConsoleUnderTest;
    let page: Page;

    const rows = (list: string) => page.getByRole("listbox", { name: list }).getByRole("option");
    const selected = () => rows("Anomalies of metrics").and(page.locator("[aria-selected=true]"));
    const go = (surface: string) => page.goto(new URL(`#/${surface}`, page.url()).href);

    beforeAll(async () => {
      host = new ConsoleUnderTest({ demo: true });
      [browser] = await Promise.all([startChromium(), host.start()]);
      page = await openWindow(browser, host.deskUrl);
      await page.getByRole("listbox", { name: "Open incidents" }).waitFor({ timeout: 60_000 });
    });
    afterAll(async () => {
      await browser?.close();
      await host?.close();
    });

    it("shows a metric that left its range with what was expected and what came", async () => {
      await go("anomalies");
      await rows("Anomalies of metrics").first().waitFor({ timeout: 90_000 });
      await page.getByRole("img", { name: /findings$/ }).waitFor();
      const evidence = page.getByRole("region", { name: "Evidence" });
      await evidence.getByText("Expected", { exact: true }).waitFor();
      await evidence.getByText(/ to /).first().waitFor();
      await evidence.getByText(/shown from 0.8 on/).waitFor();
    });

    it("is silent about it after x, and takes that back with u", async () => {
      await go("anomalies");
      await rows("Anomalies of metrics").first().waitFor();
      const id = (await selected().getAttribute("id"))!;
      const row = page.locator(`#${id}`);
      await page.keyboard.press("x");
      await row.waitFor({ state: "detached" });
      await page.getByText(/said at .* that this is not an anomaly/).waitFor();
      await page.getByText("Not anomalies").click();
      await row.waitFor();
      expect(await rows("Anomalies of metrics").count()).toBe(1);
      await page.keyboard.press("u");
      await row.waitFor({ state: "detached" });
      await page.getByText("Lasting", { exact: true }).click();
      await row.waitFor();
    });

    it("lists patterns of log lines, masked, with those that came beside one", async () => {
      await go("logs");
      await rows("Log patterns").first().waitFor({ timeout: 60_000 });
      await page.getByRole("searchbox").fill("session opened");
      const sessions = rows("Log patterns").filter({ hasText: "opened for" });
      await sessions.first().waitFor();
      await sessions.first().click();
      await page
        .getByText(/opened for <email:/)
        .first()
        .waitFor();
      await page.getByRole("button", { name: "Lines around it" }).first().click();
      const beside = page.getByRole("dialog", { name: "What came with this line" });
      await beside.locator("[aria-current=true]").waitFor();
      expect(await beside.getByRole("listitem").count()).toBeGreaterThan(3);
      expect(await page.content()).not.toMatch(/[\w.]+@[\w-]+\.example/);
      await page.keyboard.press("Escape");
    });

    it("tells of what was found on the entities of an incident", async () => {
      await go("incidents");
      await page.getByRole("listbox", { name: "Open incidents" }).getByRole("option").first().click();
      const found = page.getByRole("region", { name: "Findings" });
      await found.getByRole("link").first().waitFor();
      await found.getByRole("link").first().click();
      await page.waitForURL(/#\/(anomalies|capacity|logs)\//);
    });
  },
);
