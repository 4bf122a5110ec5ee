import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { ConsoleUnderTest, openWindow, startChromium } from "./console.ts";

describe(
  "a rule from its first letter to its use, on the demo estate in a real Chromium",
  { ...needs({ chromium: true }), timeout: 180_000 },
  () => {
    let browser: Browser;
    let host: ConsoleUnderTest;
    let page: Page;
    const panel = () => page.getByRole("region", { name: "Rules" });
    const row = () => panel().getByRole("row").filter({ hasText: "quiet-minor" });

    beforeAll(async () => {
      host = new ConsoleUnderTest({ demo: true });
      [browser] = await Promise.all([startChromium(), host.start()]);
      page = await openWindow(browser, host.deskUrl);
      await page
        .getByRole("listbox", { name: "Open incidents" })
        .getByRole("option")
        .first()
        .waitFor({ timeout: 60_000 });
      await page.goto(new URL("#/settings", page.url()).href);
    });
    afterAll(async () => {
      await browser?.close();
      await host?.close();
    });

    it("says what would be here, and opens the form by keys alone", async () => {
      await panel().getByText("No rules yet").waitFor();
      await panel().getByRole("button", { name: "New rule" }).focus();
      await page.keyboard.press("Enter");
      await panel().getByLabel("Condition (CEL)").waitFor();
    });

    it("says where a mistake is while it is written, and saves nothing until it is mended", async () => {
      await panel().getByLabel("Name").fill("quiet-minor");
      await panel().getByLabel("Effect").selectOption("suppress");
      await panel().getByLabel("Condition (CEL)").fill('alert.severty == "minor"');
      await panel().getByText("Line 1, column 7:").waitFor();
      expect(await panel().getByRole("button", { name: "Save as draft" }).isDisabled()).toBe(true);
      await panel().getByLabel("Condition (CEL)").fill('alert.severity != "critical"');
      await panel().getByRole("button", { name: "Save as draft" }).click();
      await row().getByText("draft").waitFor();
      await row().getByText("not tested").waitFor();
    });

    it("is tested on the cached history, with figures and the incidents that it changes", async () => {
      await panel().getByRole("button", { name: "Test", exact: true }).click();
      await panel().getByRole("rowheader", { name: "reduction" }).waitFor({ timeout: 90_000 });
      await row()
        .getByText(/\d+ → /)
        .waitFor();
      await panel().getByText("Changed incidents:").waitFor();
    });

    it("has names and contrast that axe has nothing against", async () => {
      const { violations } = await new AxeBuilder({ page }).include(".rules-panel").analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    });

    it("takes effect once it is put into use, is in the audit, and gives its alerts back when it is removed", async () => {
      await panel().getByRole("button", { name: "Put into use" }).click();
      await row().getByText("in use").waitFor();
      await row().getByText("held now").waitFor({ timeout: 120_000 });
      await page.getByText("save a rule").first().waitFor();
      await panel().getByRole("button", { name: "Remove" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
      await panel().getByText("No rules yet").waitFor();
    });
  },
);
