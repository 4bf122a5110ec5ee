import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { callWith } from "./caller.ts";
import { ConsoleUnderTest, openWindow, startChromium } from "./console.ts";
import { localToken } from "./localToken.ts";

describe(
  "what runs out, on the demo estate in a real Chromium",
  { ...needs({ chromium: true }), timeout: 180_000 },
  () => {
    let browser: Browser;
    let host: ConsoleUnderTest;
    let page: Page;

    const rows = () => page.getByRole("listbox", { name: "Metrics by the time that is left" }).getByRole("option");
    const leak = () =>
      rows()
        .filter({ hasText: "Disk used" })
        .filter({ hasText: /in \d+ h/ })
        .first();

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

    it("is reached by g c and lists limits by the time that is left, the leaking disk among the first", async () => {
      await page.keyboard.press("g");
      await page.keyboard.press("c");
      await page.waitForURL(/#\/capacity/);
      await leak().waitFor({ timeout: 120_000 });
      await rows().filter({ hasText: "Certificate" }).first().waitFor({ timeout: 60_000 });
      const texts = await rows().allInnerTexts();
      const place = texts.findIndex((words) => words.includes("Disk used") && /in \d+ h/.test(words));
      expect(place).toBeLessThan(texts.findIndex((words) => words.includes("Certificate")));
    });

    it("shows when, how sure and between when, with the chart that says so", async () => {
      await leak().click();
      await page.getByRole("heading", { level: 2, name: /Disk used.*reaches 90 % in about \d+ h.* sure/ }).waitFor();
      await page.getByText(/eight of ten courses lie between/).waitFor();
      await page.getByRole("img", { name: /now 8\d.* %, limit 90 %/ }).waitFor();
      const evidence = page.getByRole("region", { name: "What stands behind it" });
      await evidence.getByText(/15 d of values: enough/).waitFor();
      await evidence.getByText(/a day$/).waitFor();
    });

    it("is no problem after x, and one again after u", async () => {
      await page.keyboard.press("x");
      await page.getByText(/said at .* that this is not a problem/).waitFor();
      await leak().getByText("no problem").waitFor();
      await page.keyboard.press("u");
      await leak().getByText("no problem").waitFor({ state: "detached" });
    });

    it("is there at once after the engine was killed, with the same finding", async () => {
      const before = await leak().getAttribute("id");
      const finding = async (): Promise<string> => {
        const { client, close } = await callWith(host.deskUrl, localToken(host.dataFolder, true));
        const { rows } = await client.capacity.list({});
        close();
        return rows.find(({ name, likelyAt }) => name.startsWith("Disk used") && likelyAt !== null)!.findingId!;
      };
      const told = await finding();
      await host.stop("SIGKILL");
      await host.start();
      await page.getByText("Trying again").waitFor({ state: "detached", timeout: 30_000 });
      await leak().waitFor({ timeout: 30_000 });
      expect([await leak().getAttribute("id"), await finding()]).toEqual([before, told]);
    });

    it("stands at the entity on the map, and leads back to its forecast", async () => {
      await page.getByRole("button", { name: "Show on the map" }).click();
      const limits = page.getByRole("region", { name: "Limits" });
      await limits.getByText(/in \d+ h/).waitFor();
      await limits.getByRole("link").first().click();
      await page.waitForURL(/#\/capacity\/m/);
    });
  },
);
