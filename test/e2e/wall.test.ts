import { type Browser, errors, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { callWith, tokenIn } from "./caller.ts";
import { ConsoleUnderTest, openWindow, startChromium } from "./console.ts";
import { localToken } from "./localToken.ts";
import { separateAlerts, StandInAlertmanager, yamlFor } from "./standInAlertmanager.ts";

const SIZE = { width: 1920, height: 1080 };
/** The worst one and four more stand on the first page. */
const MORE_THAN_A_PAGE = 8;

describe("a wall, in a real Chromium", { ...needs({ chromium: true }), timeout: 120_000 }, () => {
  let browser: Browser;
  let floor1: StandInAlertmanager;
  let floor2: StandInAlertmanager;
  let host: ConsoleUnderTest;
  let page: Page;

  const alarm = (title: string) => page.getByRole("alert").filter({ hasText: title });
  const shown = (words: string) => page.getByText(words).first();
  /** Notes on the page that a reload would wipe away. */
  const mark = () => page.evaluate(() => void Object.assign(window, { neverReloaded: true }));
  const neverReloaded = () => page.evaluate(() => "neverReloaded" in window);

  beforeAll(async () => {
    browser = await startChromium();
    [floor1, floor2] = await Promise.all([
      StandInAlertmanager.start(separateAlerts(MORE_THAN_A_PAGE)),
      StandInAlertmanager.start([]),
    ]);
    host = new ConsoleUnderTest({ yaml: yamlFor({ "floor-one": floor1, "floor-two": floor2 }) });
    await host.start();
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
    await Promise.all([floor1?.cut(), floor2?.cut()]);
  });

  beforeEach(async () => {
    page = await openWindow(browser, host.wallUrl, SIZE);
    await shown("pump 0 runs hot").waitFor({ timeout: 60_000 });
    await mark();
  });
  afterEach(async () => {
    await page?.context().close();
  });

  it("shows the worst first, keeps the token out of the address, and offers nothing to press", async () => {
    expect(await page.locator(".wall-worst h2").textContent()).toMatch(/pump 0 runs hot/i);
    expect(page.url()).not.toContain("token");
    expect(await page.getByRole("button").count()).toBe(0);
  });

  it("is refused what it may not do, and the refusal is in the audit", async () => {
    const wall = await callWith(host.wallUrl, tokenIn(host.wallUrl));
    const { rows } = await wall.client.incidents.list({});
    const [incident] = rows;
    expect(incident).toBeDefined();
    const acting = wall.client.incidents.acknowledge({ id: incident!.id, seenVersion: incident!.version });
    await expect(acting).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(wall.client.sources.remove({ id: "floor-one" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    wall.close();

    const desk = await callWith(host.wallUrl, localToken(host.dataFolder));
    const { rows: audited } = await desk.client.audit.list({});
    desk.close();
    const denied = audited.filter(({ outcome }) => outcome === "denied");
    expect(denied.map(({ action, target }) => [action, target])).toEqual(
      expect.arrayContaining([
        ["incidents.acknowledge", incident!.id],
        ["sources.remove", "floor-one"],
      ]),
    );
    expect(floor1.silences).toEqual([]);
  });

  it("turns its pages, and the first one comes again", async () => {
    await shown("1 of 2").waitFor();
    await shown("2 of 2").waitFor({ timeout: 40_000 });
    expect(await page.locator(".wall-worst").count()).toBe(0);
    await shown("1 of 2").waitFor({ timeout: 40_000 });
    await page.locator(".wall-worst").waitFor();
  });

  it("is loud about a silent source, louder when all are, and calm again when they are back", async () => {
    const footer = page.getByLabel("Source freshness");
    await floor2.cut();
    await footer.getByText(/floor-two stale/).waitFor({ timeout: 30_000 });
    expect(await alarm("No source answers").count()).toBe(0);
    await floor1.cut();
    await alarm("No source answers").waitFor({ timeout: 30_000 });
    await shown("Last known: 1 critical").waitFor();
    expect(await cutOff(page)).toEqual([]);
    await floor1.connect();
    await floor2.connect();
    await alarm("No source answers").waitFor({ state: "detached", timeout: 60_000 });
    await footer.getByText("stale").waitFor({ state: "detached", timeout: 60_000 });
    expect(await neverReloaded()).toBe(true);
  });

  it("says since when the engine is gone, and goes on by itself when it is started again", async () => {
    await host.stop("SIGKILL");
    await alarm("No connection to the engine").waitFor({ timeout: 30_000 });
    await shown("pump 0 runs hot").waitFor();
    await host.start();
    await alarm("No connection to the engine").waitFor({ state: "detached", timeout: 30_000 });
    await whatHappensNowIsShown("after-kill");
    expect(await neverReloaded()).toBe(true);
  });

  it("notices an engine that stands still, and one that wakes up", async () => {
    host.freeze();
    try {
      await alarm("No connection to the engine").waitFor({ timeout: 45_000 });
    } finally {
      host.thaw();
    }
    await alarm("No connection to the engine").waitFor({ state: "detached", timeout: 45_000 });
    await whatHappensNowIsShown("after-thaw");
    expect(await neverReloaded()).toBe(true);
  });

  it("goes on after its own page was frozen", async () => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
    await host.stop("SIGKILL");
    await host.start();
    await devtools.send("Page.setWebLifecycleState", { state: "active" });
    await whatHappensNowIsShown("after-frost");
    expect(await neverReloaded()).toBe(true);
  });

  it("goes on after its machine slept for hours, without beginning anew", async () => {
    await page.context().close();
    const context = await browser.newContext({ viewport: SIZE });
    page = await context.newPage();
    await page.clock.install();
    await page.goto(host.wallUrl);
    await shown("pump 0 runs hot").waitFor();
    await mark();
    await page.clock.fastForward("08:00:00");
    await whatHappensNowIsShown("after-sleep");
    await alarm("No connection to the engine").waitFor({ state: "detached" });
    expect(await neverReloaded()).toBe(true);
  });

  /** A new critical alert comes to the front, so the page follows again. */
  async function whatHappensNowIsShown(name: string): Promise<void> {
    const before = floor1.alerts;
    const summary = `${name} burst`;
    floor1.alerts = [...before, { name, host: name, severity: "critical", summary }];
    try {
      await page.locator(".wall-list").getByText(new RegExp(summary, "i")).first().waitFor({ timeout: 45_000 });
    } catch (error) {
      if (error instanceof errors.TimeoutError)
        throw new Error(`${await page.locator(".wall").innerText()}`, { cause: error });
      throw error;
    } finally {
      floor1.alerts = before;
    }
  }
});

/** Words of the first page that its boxes hide below their lower edge. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll(".wall-worst, .wall-row")]
      .flatMap((box) => [...box.querySelectorAll("h2, p, dd, b, small")].map((words) => ({ box, words })))
      .filter(({ box, words }) => words.getBoundingClientRect().bottom > box.getBoundingClientRect().bottom + 1)
      .map(({ words }) => words.textContent ?? ""),
  );
