import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aFloorStand, hasChromium, type FloorStand } from "./floor-stand.ts";

let stand: FloorStand;
const UPDATED = "Watchfloor was updated while this window was open.";
const MISSING = "A part of this window does not come.";

/** The server has no such part any more. */
const withoutPart = (page: Page, part: string) =>
  page.route(`**/assets/${part}*.js`, (route) => route.fulfill({ status: 404, body: "" }));

/** The server has the page of another build. */
async function withOtherPage(page: Page): Promise<void> {
  await page.route(
    (url) => url.pathname === "/",
    async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace(/(\/assets\/index-)[^."]+(\.js)/, "$1Another0$2");
      await route.fulfill({ response, body });
    },
  );
}

describe.skipIf(!hasChromium)("a part of the page that does not come, in Chromium", () => {
  beforeAll(async () => {
    stand = await aFloorStand();
  });
  afterAll(() => stand.close());

  it("says so while the server has the page, and says it no more once the part has come", async () => {
    const page = await stand.open("#/incidents");
    await page.getByRole("main").waitFor();
    await withoutPart(page, "SourcesSurface");
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await page.getByText(MISSING).waitFor();
    await page.unroute("**/assets/SourcesSurface*.js");
    await page.getByText(MISSING).waitFor({ state: "detached" });
    await page.getByRole("heading", { name: "Sources" }).first().waitFor();
    expect(await page.getByText(UPDATED).count()).toBe(0);
    await page.context().close();
  });

  it("says that the program was updated, and begins anew when it is told to", async () => {
    const page = await stand.open("#/incidents");
    await page.getByRole("main").waitFor();
    await withoutPart(page, "SourcesSurface");
    await withOtherPage(page);
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await page.getByText(UPDATED).waitFor();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Load the window again" }).click();
    await page.getByRole("heading", { name: "Sources" }).first().waitFor();
    expect(await page.getByText(UPDATED).count()).toBe(0);
    await page.context().close();
  });

  it("begins a wall anew by itself", async () => {
    const page = await stand.open("#/incidents");
    await page.getByRole("main").waitFor();
    await withoutPart(page, "WallSurface");
    await withOtherPage(page);
    const loaded = page.waitForEvent("load");
    await page.evaluate(() => void (location.hash = "#/wall"));
    await loaded;
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.reload();
    await page.locator(".wall").waitFor();
    await page.context().close();
  });
});
