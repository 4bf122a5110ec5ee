import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { callWith } from "./caller.ts";
import { ConsoleUnderTest, openWindow, startChromium } from "./console.ts";
import { localToken } from "./localToken.ts";

/** Of axe's impacts; the renderer's own tests allow none at all, on invented data. */
const SERIOUS = ["serious", "critical"];

describe(
  "without a mouse, on the demo estate in a real Chromium",
  { ...needs({ chromium: true }), timeout: 180_000 },
  () => {
    let browser: Browser;
    let host: ConsoleUnderTest;
    let page: Page;

    const rows = () => page.getByRole("listbox", { name: "Open incidents" }).getByRole("option");
    const selected = () => rows().and(page.locator("[aria-selected=true]")).locator(".title").textContent();
    const go = (surface: string) => page.goto(new URL(`#/${surface}`, page.url()).href);

    beforeAll(async () => {
      host = new ConsoleUnderTest({ demo: true });
      [browser] = await Promise.all([startChromium(), host.start()]);
      page = await openWindow(browser, host.deskUrl);
      await rows().nth(2).waitFor({ timeout: 60_000 });
    });
    afterAll(async () => {
      await browser?.close();
      await host?.close();
    });
    beforeEach(async () => {
      await go("incidents");
      await rows().nth(2).waitFor();
    });

    it("lists with ? every key that works, and closes with Escape", async () => {
      await page.keyboard.press("?");
      const dialog = page.getByRole("dialog", { name: "Keys" });
      await dialog.getByText("find anything").waitFor();
      await dialog.getByText("next incident").first().waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    });

    it("moves with j and k, opens with Enter, and goes back with Escape", async () => {
      const titles = await rows().locator(".title").allTextContents();
      const whole = await rows()
        .locator(".title")
        .evaluateAll((all) => all.map((each) => each.getAttribute("title")));
      expect(await selected()).toBe(titles[0]);
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      expect(await selected()).toBe(titles[2]);
      await page.keyboard.press("k");
      expect(await selected()).toBe(titles[1]);
      await page.keyboard.press("Enter");
      await page.waitForURL(/#\/incident\/INC-/);
      await page.locator("article h1").filter({ hasText: whole[1]! }).waitFor();
      await page.keyboard.press("Escape");
      await page.waitForURL(/#\/incidents$/);
    });

    it("finds an incident and an entity in the palette", async () => {
      const calls = await callWith(host.deskUrl, localToken(host.dataFolder, true));
      const [incident] = (await calls.client.incidents.list({})).rows;
      const { entities } = await calls.client.incidents.get({ id: incident!.id });
      const beside = entities.find(({ role }) => role === "neighbour");
      calls.close();
      await choose(incident!.id);
      await page.waitForURL(new RegExp(`#/incident/${incident!.id}`));
      await choose(beside!.name);
      await page.waitForURL(/#\/topology\?entity=/);
      await page.getByText("Known as").waitFor();
    });

    it("always shows where the focus is", async () => {
      for (const surface of ["incidents", "alerts", "topology", "anomalies", "logs", "sources", "settings"]) {
        await go(surface);
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        for (let step = 0; step < 25; step += 1) {
          await page.keyboard.press("Tab");
          expect(await focusRing(page), `${surface}, after ${step + 1} tabs`).not.toMatch(/invisible/);
        }
      }
    });

    it.each(["incidents", "alerts", "topology", "anomalies", "logs", "sources", "settings", "welcome", "wall"])(
      "%s has no serious finding of axe",
      async (surface) => {
        await go(surface);
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        for (const theme of ["dark", "light"]) {
          await page.evaluate((name) => void (document.documentElement.dataset.theme = name), theme);
          const { violations } = await new AxeBuilder({ page }).analyze();
          const serious = violations.filter(({ impact }) => SERIOUS.includes(impact ?? ""));
          expect(serious.map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html}`)).toEqual([]);
        }
      },
    );

    async function choose(words: string): Promise<void> {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("textbox").fill(words);
      await page.getByRole("dialog").getByText(words).first().waitFor();
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
  },
);

/** What shows the focused element to be focused, or why nothing does. A hidden box lights up its label, an input its field. */
const focusRing = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return "nothing is focused";
    const label = focused.closest("label, .check, .field");
    const lit = [focused, label, ...(label?.children ?? [])].some((element) => {
      if (element == null) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
    });
    return lit ? "visible" : `invisible: ${focused.outerHTML.slice(0, 120)}`;
  });
