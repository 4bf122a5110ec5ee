import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ConsoleUnderTest, openWindow, startChromium } from "../e2e/console.ts";
import { needs } from "../requirements.ts";
import { MONITORING_SERVERS, Monitoring } from "./monitoring.ts";
import { freePort } from "./program.ts";

const NEEDS = { ...needs({ chromium: true, servers: MONITORING_SERVERS }), timeout: 90_000 };
const USER = "watchfloor";
const PASSWORD = "correct horse";

describe("adding sources by form, with a real Prometheus, Alertmanager and Chromium", NEEDS, () => {
  let monitoring: Monitoring;
  let guarded: { url: string; server: Server };
  let browser: Browser;
  let host: ConsoleUnderTest;
  let page: Page;

  const address = () => page.getByLabel("Address");
  const test = () => page.getByRole("button", { name: "Test", exact: true }).click();
  const save = () => page.getByRole("button", { name: "Save and connect" }).click();
  const outcome = () => page.locator("form").getByRole("alert");

  beforeAll(async () => {
    host = new ConsoleUnderTest();
    [monitoring, browser] = await Promise.all([Monitoring.start(), startChromium(), host.start()]);
    guarded = await behindPassword(monitoring.alertmanagerUrl);
    await monitoring.queueDepth(500);
    page = await openWindow(browser, host.deskUrl);
    await page.getByRole("heading", { name: "What needs you now, and why" }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
    guarded?.server.close();
    await monitoring?.stop();
  });
  beforeEach(async () => {
    await page.goto(new URL("#/sources", page.url()).href);
    await page.getByRole("heading", { name: /\d sources?, / }).waitFor();
    await page
      .getByRole("button", { name: /Connect a source/ })
      .first()
      .click();
  });

  it("says in plain words that nothing answers at a wrong port", async () => {
    await page.getByLabel("Kind").selectOption("prometheus");
    await address().fill(`http://127.0.0.1:${await freePort()}`);
    await test();
    await outcome()
      .getByText(/Nothing answers at .*Check that the server runs/)
      .waitFor();
  });

  it("says that another kind of server answers", async () => {
    await page.getByLabel("Kind").selectOption("prometheus");
    await address().fill(monitoring.alertmanagerUrl);
    await test();
    await outcome()
      .getByText(/did not answer as Prometheus does.*Check that url leads to the right kind of server/)
      .waitFor();
  });

  it("says that credentials are wrong, and takes the right ones", async () => {
    await page.getByLabel("Kind").selectOption("alertmanager");
    await address().fill(guarded.url);
    await test();
    await outcome()
      .getByText(/does not accept the credentials/)
      .waitFor();
    await page.getByLabel("Authentication").selectOption("basic");
    await page.getByLabel(/^User/).fill(USER);
    await page.getByLabel(/^Password/).fill("wrong");
    await test();
    await outcome()
      .getByText(/does not accept the credentials/)
      .waitFor();
    await page.getByLabel(/^Password/).fill(PASSWORD);
    await test();
    await page.getByText(/It answers: Alertmanager [\d.]+\S*\. It would deliver \d alerts? now\./).waitFor();
  });

  it("tests, saves and shows the alerts of a Prometheus", async () => {
    await page.getByLabel("Kind").selectOption("prometheus");
    await address().fill(monitoring.prometheusUrl);
    await page.getByLabel("Interval in seconds").fill("1");
    await test();
    await page.getByText(/It answers: Prometheus [\d.]+/).waitFor();
    await save();
    await page.getByRole("heading", { name: "1 source, 1 live" }).waitFor({ timeout: 30_000 });
    await page.goto(new URL("#/alerts", page.url()).href);
    await page.getByText("the checkout queue is 500 deep").first().waitFor({ timeout: 30_000 });
  });

  it("adds an Alertmanager behind a password, whose alerts are the same, and can acknowledge from then on", async () => {
    await page.getByLabel("Kind").selectOption("alertmanager");
    await address().fill(guarded.url);
    await page.getByLabel("Authentication").selectOption("basic");
    await page.getByLabel(/^User/).fill(USER);
    await page.getByLabel(/^Password/).fill(PASSWORD);
    await page.getByLabel("Interval in seconds").fill("1");
    await save();
    await page.getByRole("heading", { name: "2 sources, 2 live" }).waitFor({ timeout: 30_000 });
    await page.goto(new URL("#/alerts", page.url()).href);
    const row = page.getByRole("row").filter({ hasText: "the checkout queue is 500 deep" });
    await row.filter({ hasText: "alertmanager" }).filter({ hasText: "prometheus" }).waitFor({ timeout: 30_000 });
    expect(await row.count()).toBe(1);
    await row.click();
    await page.keyboard.press("a");
    await row.getByRole("img", { name: /acknowledged/ }).waitFor({ timeout: 30_000 });
    expect((await monitoring.silences()).length).toBe(1);
  });
});

/** A proxy that asks for a user and a password before it lets anybody through. */
async function behindPassword(target: string): Promise<{ url: string; server: Server }> {
  const expected = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`;
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== expected) return void response.writeHead(401).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "GET" } = request;
    const sent =
      method === "POST" ? { body: Buffer.concat(chunks), headers: { "content-type": "application/json" } } : {};
    const answer = await fetch(`${target}${request.url}`, { method, ...sent });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
