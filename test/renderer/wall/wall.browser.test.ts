import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anIncident, said } from "../../builders/incident.ts";
import { openIncidents } from "../estate.ts";
import { floorSources } from "../floor.ts";
import { aFloorStand, hasChromium, type FloorStand } from "../floor-stand.ts";

let stand: FloorStand;

/** Every visible text of the page, with the height of its type. */
const typeOf = (page: Page): Promise<{ words: string; px: number }[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector(".wall")!, NodeFilter.SHOW_TEXT);
    const found: { words: string; px: number }[] = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement!;
      const words = walker.currentNode.textContent?.trim() ?? "";
      if (words === "" || element.closest(".mark") !== null || element.tagName === "title") continue;
      const scale = element instanceof SVGElement ? (element.ownerSVGElement?.getScreenCTM()?.d ?? 1) : 1;
      found.push({ words, px: parseFloat(getComputedStyle(element).fontSize) * scale });
    }
    return found;
  });

describe.skipIf(!hasChromium)("the wall, in Chromium", () => {
  beforeAll(async () => {
    stand = await aFloorStand();
  });
  afterAll(() => stand.close());
  beforeEach(() => {
    stand.engine.state.open = openIncidents(Date.now());
    stand.engine.state.sources = floorSources(Date.now());
    stand.engine.resume();
  });

  it.each([
    [1920, 1080],
    [3840, 2160],
    [1280, 1024],
  ])("fits %i × %i without a scroll bar and with no type that is too small", async (width, height) => {
    const page = await stand.open("#/wall", { width, height });
    await page.getByText("Customers cannot pay at checkout").waitFor();
    await page.locator(".wall-fresh .stale").waitFor();
    const small = (await typeOf(page)).filter(({ px }) => px < 0.035 * height - 0.5);
    expect(small).toEqual([]);
    const overflow = await page.evaluate(() => [
      document.documentElement.scrollWidth - innerWidth,
      document.documentElement.scrollHeight - innerHeight,
    ]);
    expect(overflow).toEqual([0, 0]);
    expect(await page.evaluate(() => getComputedStyle(document.querySelector(".wall")!).cursor)).toBe("none");
    expect(await page.locator("a, button, input, select").count()).toBe(0);
    await page.context().close();
  });

  it("shouts when the engine is lost, says nothing calm meanwhile, and recovers by itself", async () => {
    const page = await stand.open("#/wall");
    await page.getByText("Customers cannot pay at checkout").waitFor();
    stand.engine.cut();
    await page.getByText("No connection to the engine").waitFor();
    await page.getByText(/Last known/).waitFor();
    stand.engine.state.open = openIncidents(Date.now()).slice(1);
    stand.engine.resume();
    await page.getByText("No connection to the engine").waitFor({ state: "detached", timeout: 40_000 });
    await page.getByText("Customers cannot pay at checkout").waitFor({ state: "detached" });
    await page.context().close();
  });

  it("shouts when no source is fresh and recovers when one is", async () => {
    const page = await stand.open("#/wall");
    await page.getByText("Customers cannot pay at checkout").waitFor();
    const since = Date.now() - 240_000;
    stand.engine.state.sources = floorSources(Date.now()).map((source) => ({
      ...source,
      state: "stale",
      staleSince: since,
    }));
    stand.engine.changed("sources");
    await page.getByText("No source answers").waitFor();
    stand.engine.state.sources = floorSources(Date.now());
    stand.engine.changed("sources");
    await page.getByText("No source answers").waitFor({ state: "detached" });
    await page.context().close();
  });

  it("turns its pages and comes back at once for new critical trouble", async () => {
    stand.engine.state.open = Array.from({ length: 13 }, (_, index) =>
      anIncident({ id: `INC-${3000 + index}`, headline: said(`Trouble number ${index}`) }),
    );
    const page = await stand.open("#/wall");
    await page.getByText("Trouble number 0").waitFor();
    await page.getByText("1 of 3").waitFor();
    await page.getByText("Trouble number 5").waitFor({ timeout: 40_000 });
    stand.engine.state.open = [
      anIncident({ id: "INC-9999", severity: "critical", headline: said("Everything is down") }),
      ...stand.engine.state.open,
    ];
    stand.engine.changed("incidents");
    await page.getByText("Everything is down").waitFor();
    await page.getByText("1 of 3").waitFor();
    await page.context().close();
  });

  it("is calm when nothing is open", async () => {
    stand.engine.state.open = [];
    const page = await stand.open("#/wall");
    await page.getByText("All calm").waitFor();
    await page.getByText("Nothing open").waitFor();
    await page.context().close();
  });

  it("remembers a display by its name", async () => {
    const page = await stand.open("#/wall?display=north&theme=light&side=off");
    await page.getByText("Customers cannot pay at checkout").waitFor();
    expect(await page.locator(".wall-side").count()).toBe(0);
    await page.goto(stand.engine.url("#/wall?display=north"));
    await page.getByText("Customers cannot pay at checkout").waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("light");
    expect(await page.locator(".wall-side").count()).toBe(0);
    await page.context().close();
  });
});
