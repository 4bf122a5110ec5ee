/**
 * `npm run screenshots [-- WORD …]`: pictures of every surface and state into `screenshots/`, those whose name contains one
 * of the words. What is normal is the real host with the demo estate; what must be forced is the fake engine of the tests.
 */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { ConsoleUnderTest, startChromium } from "../test/e2e/console.ts";
import { aFloorStand } from "../test/renderer/floor-stand.ts";
import { build } from "./build.ts";

type Size = { width: number; height: number };
const FLOOR: Size = { width: 1920, height: 1080 };
const LAPTOP: Size = { width: 1280, height: 800 };
const BIG_WALL: Size = { width: 3840, height: 2160 };

const SURFACES = [
  "incidents",
  "alerts",
  "topology",
  "anomalies",
  "capacity",
  "logs",
  "sources",
  "settings",
  "welcome",
] as const;
const STATEFUL = ["incidents", "alerts", "topology", "capacity", "sources", "wall"] as const;
const THEMES = ["dark", "light"] as const;
type Theme = (typeof THEMES)[number];

/** The demo's outage is there by then, and its causes are ranked. */
const DEMO_SETTLES_MS = 60_000;
/** Fonts, charts and the map's layout. */
const PICTURE_SETTLES_MS = 1500;

const folder = path.resolve(import.meta.dirname, "..", "screenshots");
const wanted = process.argv.slice(2);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function shoot(page: Page, name: string): Promise<void> {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) return;
  await page.evaluate(() => document.fonts.ready);
  await pause(PICTURE_SETTLES_MS);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  console.log(name);
}

/** A window with a theme of its own, at an address that signs it in. */
async function openThemed(browser: Browser, url: string, theme: Theme | "contrast", size: Size): Promise<Page> {
  const page = await (await browser.newContext({ viewport: size })).newPage();
  await page.addInitScript((name) => {
    const stored = localStorage.getItem("watchfloor.preferences");
    if (stored === null) localStorage.setItem("watchfloor.preferences", JSON.stringify({ theme: name }));
  }, theme);
  await page.goto(url);
  return page;
}

/** What opens over an incident, by the key that opens it. */
const DIALOGS = { acknowledge: "s", merge: "+", split: "-", note: "n" } as const;

const goTo = (page: Page, hash: string) => page.goto(new URL(hash, page.url()).href);

async function desks(browser: Browser, host: ConsoleUnderTest): Promise<void> {
  const [first, ...others] = [
    { theme: "dark", size: FLOOR, suffix: "dark" },
    { theme: "light", size: FLOOR, suffix: "light" },
    { theme: "dark", size: LAPTOP, suffix: "laptop" },
    { theme: "contrast", size: FLOOR, suffix: "contrast" },
  ] as const;
  const page = await openThemed(browser, host.deskUrl, first.theme, first.size);
  await pause(DEMO_SETTLES_MS);
  await surfacesOf(page, first.suffix);
  const { cookies } = await page.context().storageState();
  await page.context().close();
  for (const { theme, size, suffix } of others) {
    const context = await browser.newContext({ viewport: size });
    await context.addCookies(cookies);
    const next = await context.newPage();
    await next.addInitScript(
      (name) => localStorage.setItem("watchfloor.preferences", JSON.stringify({ theme: name })),
      theme,
    );
    await next.goto(new URL("/", host.deskUrl).href);
    await surfacesOf(next, suffix);
    await context.close();
  }
}

async function surfacesOf(page: Page, suffix: string): Promise<void> {
  for (const surface of SURFACES) {
    await goTo(page, `#/${surface}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await shoot(page, `${surface}-${suffix}`);
  }
  await goTo(page, "#/sources?add");
  await page.getByLabel("Kind").selectOption("alertmanager");
  await shoot(page, `source-form-${suffix}`);
  await goTo(page, "#/incidents");
  await page.locator("article h1").waitFor();
  await page.locator("article").evaluate((article) => article.scrollTo(0, article.scrollHeight));
  await shoot(page, `incident-below-${suffix}`);
  for (const [name, key] of Object.entries({ keys: "?", ...DIALOGS })) {
    await page.keyboard.press(key);
    await page.getByRole("dialog").waitFor();
    await shoot(page, `${name}-${suffix}`);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog").getByPlaceholder(/./);
  await palette.fill("check");
  await shoot(page, `palette-${suffix}`);
  await page.keyboard.press("Escape");
  await palette.waitFor({ state: "hidden" });
  await goTo(page, "#/alerts");
  await page.getByRole("row").nth(2).click();
  await page.keyboard.press("Enter");
  await shoot(page, `alert-${suffix}`);
}

async function walls(browser: Browser, host: ConsoleUnderTest): Promise<void> {
  for (const [suffix, size] of [
    ["1080", FLOOR],
    ["2160", BIG_WALL],
  ] as const)
    for (const theme of THEMES) {
      const page = await openThemed(browser, `${host.wallUrl}&display=${suffix}-${theme}&theme=${theme}`, theme, size);
      await page.locator(".wall-worst").waitFor();
      await shoot(page, `wall-${theme}-${suffix}`);
      await page.context().close();
    }
}

/** Empty, loading, failed and stale cannot be waited for: the fake engine is told to be so. */
async function forcedStates(): Promise<void> {
  const stand = await aFloorStand();
  const { state } = stand.engine;
  const kept = { open: state.open, resolved: state.resolved, sources: state.sources, ...stand.floor };
  const each = async (name: string, then?: (page: Page) => Promise<void>): Promise<void> => {
    for (const surface of STATEFUL)
      for (const theme of THEMES) {
        const page = await stand.open(`#/${surface}${surface === "wall" ? `?theme=${theme}` : ""}`, FLOOR, theme);
        await then?.(page);
        await shoot(page, `state-${name}-${surface}-${theme}`);
        await page.context().close();
        stand.engine.resume();
      }
  };
  await each("full");
  const incident = await stand.open("#/incidents", FLOOR);
  await incident.locator("article h1").waitFor();
  await incident.locator("article").evaluate((article) => article.scrollTo(0, article.scrollHeight));
  await shoot(incident, "state-full-incident-below-dark");
  await incident.context().close();
  let release = (): void => undefined;
  state.hold = new Promise((resolve) => (release = resolve));
  await each("loading");
  release();
  state.hold = null;
  state.failing = true;
  await each("error");
  state.failing = false;
  await each("stale", async (page) => {
    await pause(PICTURE_SETTLES_MS);
    stand.engine.cut();
    await page
      .getByText(/lost since|No connection to the engine/)
      .first()
      .waitFor();
  });
  Object.assign(state, { open: [], resolved: [], sources: [] });
  Object.assign(stand.floor, {
    alerts: [],
    capacity: [],
    topology: { nodes: [], edges: [], totalNodes: 0, totalEdges: 0 },
  });
  await each("empty");
  Object.assign(state, kept);
  await stand.close();
}

await build();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const browser = await startChromium();
const host = new ConsoleUnderTest({ demo: true });
try {
  await host.start();
  await desks(browser, host);
  await walls(browser, host);
  await forcedStates();
} finally {
  await browser.close();
  await host.close();
}
