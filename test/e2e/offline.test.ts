import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { ConsoleUnderTest, openWindow, startChromium } from "./console.ts";
import { StandInAlertmanager, yamlFor } from "./standInAlertmanager.ts";

/** Each test goes on where the one before stopped: a day of a field engineer. */
describe("without a network, in a real Chromium", { ...needs({ chromium: true }), timeout: 120_000 }, () => {
  let browser: Browser;
  let plant: StandInAlertmanager;
  let office: StandInAlertmanager;
  let host: ConsoleUnderTest;
  let page: Page;

  const freshness = () => page.getByRole("navigation", { name: "Source freshness" });
  const tag = (words: string) => page.locator("article .lead-id").getByText(words, { exact: true });
  const go = (surface: string) => page.goto(new URL(`#/${surface}`, page.url()).href);

  beforeAll(async () => {
    [plant, office] = await Promise.all([
      StandInAlertmanager.start([
        { name: "Pressure", host: "boiler-7", severity: "critical", summary: "boiler 7 is over pressure" },
      ]),
      StandInAlertmanager.start([
        { name: "Paper", host: "printer-3", severity: "warning", summary: "printer 3 is out of paper" },
      ]),
    ]);
    host = new ConsoleUnderTest({ yaml: yamlFor({ plant, office }) });
    [browser] = await Promise.all([startChromium(), host.start()]);
    page = await openWindow(browser, host.deskUrl);
    await page.getByRole("option").filter({ hasText: "boiler 7" }).waitFor({ timeout: 60_000 });
    await page.getByRole("option").filter({ hasText: "printer 3" }).waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
    await Promise.all([plant?.cut(), office?.cut()]);
  });

  it("says of each source that it is stale once the network is gone", async () => {
    await Promise.all([plant.cut(), office.cut()]);
    await freshness()
      .getByText(/plant.*stale/)
      .waitFor({ timeout: 30_000 });
    await freshness()
      .getByText(/office.*stale/)
      .waitFor({ timeout: 30_000 });
  });

  it("lets an acknowledgement made meanwhile wait in the outbox", async () => {
    await page.getByRole("option").filter({ hasText: "boiler 7" }).click();
    await page.keyboard.press("a");
    await tag("Acknowledgement queued").waitFor();
    await page.getByText("Outbox: 1 waits").first().waitFor();
  });

  it("shows after a restart everything that it knew, and how old it is", async () => {
    await host.stop();
    await host.start();
    await page.reload();
    await page.getByRole("option").filter({ hasText: "boiler 7" }).waitFor({ timeout: 30_000 });
    await page.getByRole("option").filter({ hasText: "printer 3" }).waitFor();
    await page.locator("article h1").filter({ hasText: "boiler 7" }).waitFor();
    await page.locator("article .timeline canvas").first().waitFor();
    await tag("Acknowledgement queued").waitFor();
    await freshness()
      .getByText(/plant.*stale/)
      .waitFor();
    await freshness()
      .getByText(/office.*stale/)
      .waitFor();
    await go("alerts");
    await page.getByRole("heading", { name: "2 firing" }).waitFor();
    await page.getByRole("row").filter({ hasText: "printer 3" }).waitFor();
    await go("topology");
    await page.getByText("2 of 2 entities").waitFor();
    await go("sources");
    await page.getByRole("heading", { name: "2 sources, 0 live" }).waitFor();
    expect(await page.getByText(/Nothing answers at http/).count()).toBe(2);
    expect(await page.getByText(/stale since/).count()).toBe(2);
  });

  it("tells the sources apart when one of them is back", async () => {
    await office.connect();
    await page.getByRole("heading", { name: "2 sources, 1 live" }).waitFor({ timeout: 30_000 });
    await page
      .getByRole("row")
      .filter({ hasText: "plant" })
      .getByText(/stale since/)
      .waitFor();
    await page.getByText("Outbox: 1 waits").first().waitFor();
  });

  it("delivers what waited when the other is back too, and shows it as done then", async () => {
    await plant.connect();
    await go("incidents");
    await page.getByRole("option").filter({ hasText: "boiler 7" }).click();
    await tag("Acknowledged").waitFor({ timeout: 60_000 });
    expect(plant.silences.map(({ status }) => status.state)).toEqual(["active"]);
    await page.getByText("Outbox empty").first().waitFor();
  });
});
