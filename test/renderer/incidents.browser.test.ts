import { AxeBuilder } from "@axe-core/playwright";
import { existsSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anIncident, said } from "../builders/incident.ts";
import { startRenderer, type RendererUnderTest } from "./browser.ts";
import { outboxItem } from "./estate.ts";
import { fakeState } from "./fake-router.ts";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
let renderer: RendererUnderTest;

const headline = (page: Page) => page.locator("article h1");
const rows = (page: Page) => page.getByRole("listbox", { name: "Open incidents" }).getByRole("option");

describe.skipIf(!existsSync(CHROMIUM))(`the incident surfaces in ${CHROMIUM}`, () => {
  beforeAll(async () => {
    renderer = await startRenderer();
  });
  afterAll(async () => {
    await renderer?.close();
  });
  afterEach(async () => {
    await renderer.closeWindows();
  });
  beforeEach(() => {
    const { listeners: _listeners, ...fresh } = fakeState();
    Object.assign(renderer.engine.state, fresh);
  });

  it("signs in with the token, takes it out of the address, and shows the most urgent incident in full", async () => {
    const { page, errors } = await renderer.open();
    await headline(page).filter({ hasText: "Customers cannot pay at checkout" }).waitFor();
    expect(await rows(page).count()).toBe(5);
    expect(page.url()).not.toContain("token");
    await page.locator(".timeline canvas").waitFor();
    await page.locator(".involved canvas").first().waitFor();
    expect(errors).toEqual([]);
  });

  it("moves with j and k and says with a that the acknowledgement is queued, never that it is done", async () => {
    const { page } = await renderer.open();
    await headline(page).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await headline(page).filter({ hasText: "Search shows stock" }).waitFor();
    await page.locator("article .tag", { hasText: "Not acknowledged" }).waitFor();
    await page.keyboard.press("a");
    await page.locator("article .tag", { hasText: "Acknowledgement queued" }).waitFor();
    expect(await page.locator("article .lead-id .mark.acked").count()).toBe(0);
    expect(renderer.engine.state.calls).toMatchObject([
      { name: "incidents.acknowledge", input: { id: "INC-2072", seenVersion: 1 } },
    ]);
    const incident = renderer.engine.state.open.find(({ id }) => id === "INC-2072")!;
    incident.acknowledgement = { ...incident.acknowledgement, state: "confirmed" };
    renderer.engine.changed("incidents");
    await page.locator("article .lead-id .mark.acked").waitFor();
  });

  it("keeps the rows in their places while they are being used, counts the new one, and shows it on request", async () => {
    const { page } = await renderer.open();
    await headline(page).waitFor();
    const listed = async (): Promise<string | null> => rows(page).first().locator(".title").textContent();
    await rows(page).nth(1).hover();
    await page.mouse.move(400, 300);
    renderer.engine.state.open.unshift(
      anIncident({ id: "INC-2099", priority: 99, severity: "critical", headline: said("A new one") }),
    );
    renderer.engine.changed("incidents");
    await page.getByRole("button", { name: "1 new" }).waitFor();
    expect(await listed()).toBe("Customers cannot pay at checkout");
    await page.getByRole("button", { name: "1 new" }).click();
    await rows(page).first().locator(".title", { hasText: "A new one" }).waitFor();
  });

  it("says loudly that the engine is lost, keeps what it knew, and comes back by itself", async () => {
    const { page } = await renderer.open();
    await headline(page).waitFor();
    renderer.engine.cut();
    await page.getByRole("alert").filter({ hasText: "Connection to the engine lost since" }).waitFor();
    expect(await headline(page).textContent()).toContain("Customers cannot pay");
    expect(await page.locator(".panel .tag.stale").count()).toBeGreaterThan(0);
    renderer.engine.state.open[0]!.headline = said("Payments work again");
    renderer.engine.resume();
    await headline(page).filter({ hasText: "Payments work again" }).waitFor();
    await page.locator(".lost-banner").waitFor({ state: "detached" });
  });

  it("refuses an action at once while the engine is lost, and says that nothing was sent", async () => {
    const { page } = await renderer.open("#/incident/INC-2072");
    await headline(page).filter({ hasText: "Search shows stock" }).waitFor();
    renderer.engine.cut();
    await page.locator(".lost-banner").waitFor();
    await page.keyboard.press("a");
    await page.getByText("The engine cannot be reached. Nothing was sent.").waitFor();
    renderer.engine.resume();
    expect(renderer.engine.state.calls).toEqual([]);
  });

  it("shows both sides of a conflict and sends what was decided", async () => {
    const outcome = { ours: said("Acknowledge for 2 h"), theirs: said("J. Hofman silenced it") };
    renderer.engine.state.outbox.push(outboxItem(Date.now(), { id: "out-7", state: "conflict", outcome }));
    const { page } = await renderer.open();
    await page.getByRole("button", { name: "1 conflict" }).click();
    await page.getByText("J. Hofman silenced it").waitFor();
    await page.getByRole("button", { name: "Keep theirs" }).click();
    await page.getByText("Nothing waits").waitFor();
    expect(renderer.engine.state.calls).toEqual([
      { name: "outbox.settle", input: { id: "out-7", decision: "keep-theirs" } },
    ]);
  });

  it("says what failed and loads it on request", async () => {
    renderer.engine.state.failing = true;
    const { page } = await renderer.open();
    await page.getByText("The cache cannot be read.").first().waitFor();
    renderer.engine.state.failing = false;
    await page.getByRole("button", { name: "Try again" }).first().click();
    await headline(page).waitFor();
  });

  it("shows no incident's keys and no row while nothing is open", async () => {
    renderer.engine.state.open = [];
    const { page } = await renderer.open();
    await page.getByText("Nothing is open").waitFor();
    expect(await page.locator(".keys", { hasText: "acknowledge" }).count()).toBe(0);
  });

  it("opens an incident in place of the list on a narrow window, and leads back", async () => {
    const { page } = await renderer.open("#/incidents", { width: 800, height: 900 });
    await rows(page).nth(1).click();
    await headline(page).filter({ hasText: "14 stores" }).waitFor();
    expect(await rows(page).first().isVisible()).toBe(false);
    await page.getByRole("link", { name: "All incidents" }).click();
    await rows(page).first().waitFor();
  });

  it("does not take what is typed for keys", async () => {
    const { page } = await renderer.open();
    await headline(page).waitFor();
    await page.keyboard.press("n");
    await page.getByRole("textbox", { name: "Note" }).fill("");
    await page.keyboard.type("jaku");
    await page.getByRole("dialog").getByRole("button", { name: "Add note" }).click();
    await page.getByText("Note added").waitFor();
    expect(renderer.engine.state.calls).toEqual([{ name: "incidents.note", input: { id: "INC-2071", text: "jaku" } }]);
  });

  const objections = async (page: Page): Promise<string[]> =>
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id);

  it.each(["dark", "light", "contrast"])("has nothing that axe objects to in the %s theme", async (theme) => {
    const { page } = await renderer.open();
    await headline(page).waitFor();
    await page.evaluate(
      (chosen) => localStorage.setItem("watchfloor.preferences", JSON.stringify({ theme: chosen })),
      theme,
    );
    await page.reload();
    await page.locator(".timeline canvas").waitFor();
    expect(await objections(page)).toEqual([]);
  });

  it("has nothing that axe objects to in its dialogs", async () => {
    const { page } = await renderer.open();
    await headline(page).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    expect(await objections(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "detached" });
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "find anything" }).waitFor();
    expect(await objections(page)).toEqual([]);
  });
});
