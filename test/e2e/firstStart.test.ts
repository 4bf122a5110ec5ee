import { existsSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { type Calls, callWith } from "./caller.ts";
import { ConsoleUnderTest, openWindow, startChromium } from "./console.ts";
import { localToken } from "./localToken.ts";

describe("a first start, in a real Chromium", needs({ chromium: true }), () => {
  let browser: Browser;
  let host: ConsoleUnderTest;
  let page: Page;
  const button = (name: string | RegExp) => page.getByRole("button", { name });

  beforeAll(async () => {
    host = new ConsoleUnderTest();
    [browser] = await Promise.all([startChromium(), host.start()]);
    page = await openWindow(browser, host.deskUrl);
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });

  it("offers to connect a source and to explore the demo estate", async () => {
    await page.getByRole("heading", { name: "What needs you now, and why" }).waitFor();
    expect(await button(/Connect a source/).isEnabled()).toBe(true);
    expect(await button(/Explore the demo estate/).isEnabled()).toBe(true);
    await button(/Connect a source/).click();
    await page.getByLabel("Kind").waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "What needs you now, and why" }).waitFor();
  });

  it("leads into the demo, whose data lies in a folder of its own", async () => {
    await button(/Explore the demo estate/).click();
    await page.getByText("Demo estate").first().waitFor();
    await page.getByRole("listbox").getByRole("option").first().waitFor({ timeout: 60_000 });
    expect(existsSync(path.join(host.dataFolder, "demo", "watchfloor.db"))).toBe(true);
  });

  it("joins the outage into one incident within a minute, with the database as its cause and the deployment beside it", async () => {
    const calls = await callWith(host.deskUrl, localToken(host.dataFolder, true));
    const outage = await outageOf(calls);
    calls.close();
    await page.goto(new URL(`#/incident/${outage.id}`, page.url()).href);
    await page.locator("article").getByText(outage.cause).first().waitFor();
    await page.locator("article .suspect").getByText(outage.change).waitFor();
    await page.locator("article .timeline canvas").first().waitFor();
    await page.locator("article .involved canvas").first().waitFor();
  }, 90_000);

  it("acknowledges with one key, and shows it as done when the tools say so", async () => {
    await page.keyboard.press("a");
    await page
      .locator("article .lead-id")
      .getByText(/^(Acknowledged|Partly acknowledged)$/)
      .waitFor({ timeout: 30_000 });
    await page
      .locator("article .lead-id")
      .getByText(/read back from/)
      .waitFor();
  });

  it("goes back to the own data, which is as empty as before", async () => {
    await page.goto(new URL("#/settings", page.url()).href);
    await button("Back to your own data").click();
    await page.getByText("Your own data is open.").waitFor();
    await page.goto(host.deskUrl.replace(/\?.*/, ""));
    await page.getByRole("heading", { name: "What needs you now, and why" }).waitFor();
    const calls = await callWith(host.deskUrl, localToken(host.dataFolder, false));
    expect(await calls.client.sources.list()).toEqual([]);
    expect((await calls.client.alerts.list({ filter: { states: ["firing", "suppressed", "resolved"] } })).total).toBe(
      0,
    );
    calls.close();
  });
});

/** The open incident that is caused by a database and follows a deployment, told by its structure and by no name. */
async function outageOf({ client }: Calls): Promise<{ id: string; cause: string; change: string }> {
  const end = Date.now() + 60_000;
  for (;;) {
    const { rows } = await client.incidents.list({});
    for (const { id } of rows) {
      const { causes, changes, entities } = await client.incidents.get({ id });
      const [cause] = causes;
      const kind = entities.find((entity) => entity.id === cause?.entityId)?.kind;
      const alerting = entities.filter((entity) => entity.kind === "service" && entity.severity !== null);
      if (kind !== "database" || changes[0] === undefined || alerting.length < 3) continue;
      return { id, cause: cause?.entityName ?? "", change: changes[0].summary };
    }
    if (Date.now() > end) throw new Error("no incident with a database as its cause and a deployment beside it");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
