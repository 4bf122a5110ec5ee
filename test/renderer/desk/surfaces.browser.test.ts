import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anAlertRow } from "../../builders/alertRow.ts";
import { largeTopology } from "../floor.ts";
import { aFloor } from "../floor-router.ts";
import { aFloorStand, hasChromium, type FloorStand } from "../floor-stand.ts";

let stand: FloorStand;
const inputsOf = (name: string): unknown[] =>
  stand.engine.state.calls.filter((call) => call.name === name).map((call) => call.input);

describe.skipIf(!hasChromium)("the other surfaces of the desk, in Chromium", () => {
  beforeAll(async () => {
    stand = await aFloorStand();
  });
  afterAll(() => stand.close());
  beforeEach(() => {
    Object.assign(stand.floor, aFloor(Date.now()));
    stand.engine.state.calls.length = 0;
    stand.engine.state.outbox.length = 0;
    stand.errors.length = 0;
  });

  describe("alerts", () => {
    it("asks for the windows in view and not for the list", async () => {
      stand.floor.alerts = Array.from({ length: 50_000 }, (_, index) =>
        anAlertRow({ fingerprint: `fingerprint-${index}`, entityName: `host-${index}` }),
      );
      const page = await stand.open("#/alerts");
      await page.getByText("host-3", { exact: true }).waitFor();
      expect(await page.getByRole("row").count()).toBeLessThan(80);
      await page.keyboard.press("End");
      await page.getByText("host-49999", { exact: true }).waitFor();
      const offsets = new Set(inputsOf("alerts.list").map((input) => (input as { offset: number }).offset));
      expect(offsets.size).toBeLessThan(6);
      expect(offsets).toContain(49_900);
      await page.context().close();
    });

    it("narrow by a chip and by words that were typed just before it", async () => {
      const page = await stand.open("#/alerts");
      await page.getByRole("searchbox").waitFor();
      // In one go, as a quick hand does it: the chip comes before the words have been asked for.
      await page.evaluate(() => {
        const field = document.querySelector<HTMLInputElement>("input[type=search]")!;
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!.call(field, "db");
        field.dispatchEvent(new Event("input", { bubbles: true }));
        const chips = [...document.querySelectorAll<HTMLButtonElement>(".alert-chips button")];
        chips.find((chip) => chip.textContent === "Resolved")!.click();
      });
      const wanted = { filter: { states: expect.arrayContaining(["resolved"]), text: "db" } };
      await expect.poll(() => inputsOf("alerts.list").at(-1)).toMatchObject(wanted);
      expect(await page.getByRole("button", { name: "Resolved" }).getAttribute("aria-pressed")).toBe("true");
      await page.context().close();
    });

    it("stands still while rows are chosen, says how much changed, and goes on when told", async () => {
      stand.floor.alerts = Array.from({ length: 30 }, (_, index) =>
        anAlertRow({ fingerprint: `fingerprint-${index}`, entityName: `host-${index}` }),
      );
      const page = await stand.open("#/alerts");
      await page.getByText("host-3", { exact: true }).waitFor();
      for (const key of ["j", "J", "J"]) await page.keyboard.press(key);
      await page.getByText("3 chosen").waitFor();
      stand.floor.alerts = [
        anAlertRow({ fingerprint: "fingerprint-new", entityName: "newcomer" }),
        ...stand.floor.alerts,
      ];
      stand.engine.changed("alerts");
      await page.getByText("1 row changed meanwhile").waitFor();
      expect(await page.getByText("newcomer").count()).toBe(0);
      await page.keyboard.press("Escape");
      await page.getByText("newcomer").waitFor();
      await page.context().close();
    });

    it("acknowledges what is chosen with the versions that were seen, and says what was left out", async () => {
      stand.floor.alerts = [
        anAlertRow({ fingerprint: "fingerprint-a", version: 7, sourceIds: ["alertmanager"], entityName: "host-a" }),
        anAlertRow({ fingerprint: "fingerprint-b", version: 9, entityName: "host-b" }),
      ];
      const page = await stand.open("#/alerts");
      await page.getByText("host-b", { exact: true }).waitFor();
      for (const key of ["J", "a"]) await page.keyboard.press(key);
      await page.getByText("1 acknowledgement on its way to Alertmanager").waitFor();
      await page.getByText("1 left out: no source that reports it can acknowledge").waitFor();
      expect(inputsOf("alerts.acknowledge")[0]).toMatchObject({
        alerts: [
          { fingerprint: "fingerprint-a", seenVersion: 7 },
          { fingerprint: "fingerprint-b", seenVersion: 9 },
        ],
      });
      await page.keyboard.press("u");
      await page.getByText("1 taken back").waitFor();
      await page.context().close();
    });

    it("keeps a view under its name and finds it again after a reload", async () => {
      const page = await stand.open("#/alerts");
      await page.getByRole("searchbox", { name: "Search alerts" }).fill("site:FRA severity:critical pool ");
      await page.getByText("Site FRA").waitFor();
      await page.getByRole("button", { name: "Save view" }).click();
      await page.getByRole("textbox", { name: "Name of the view" }).fill("Night");
      await page.keyboard.press("Enter");
      await page.reload();
      await page.getByLabel("Saved views").selectOption("Night");
      await page.getByText("Site FRA").waitFor();
      expect(inputsOf("alerts.list").at(-1)).toMatchObject({
        filter: { site: "FRA", severities: ["critical"], text: "pool" },
      });
      await page.context().close();
    });

    it("opens the details beside the list", async () => {
      const page = await stand.open("#/alerts");
      await page.getByRole("row").nth(3).waitFor();
      await page.keyboard.press("Enter");
      await page.getByText("Sources and their handles").waitFor();
      await page.getByText("orders-0:9187").waitFor();
      await page.keyboard.press("Escape");
      expect(await page.getByText("orders-0:9187").count()).toBe(0);
      await page.context().close();
    });
  });

  describe("topology", () => {
    it("flies to an entity by any name and leads to its incident", async () => {
      const page = await stand.open("#/topology");
      await page.getByRole("heading", { name: "Impact of INC-2071" }).waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("orders-db");
      await page
        .getByRole("option", { name: /orders-db/ })
        .first()
        .waitFor();
      await page.keyboard.press("Enter");
      await page.getByText("Known as").waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL(/incident\/INC-2071/);
      await page.context().close();
    });

    it("remembers where everything stands", async () => {
      const page = await stand.open("#/topology");
      const remembered = (): Promise<string | null> =>
        page.evaluate(() => localStorage.getItem("watchfloor.map./var/lib/watchfloor.entity"));
      await page.waitForFunction(() => localStorage.getItem("watchfloor.map./var/lib/watchfloor.entity") !== null);
      const before = await remembered();
      stand.floor.topology = {
        ...stand.floor.topology,
        nodes: [
          ...stand.floor.topology.nodes.slice(1),
          { ...stand.floor.topology.nodes[0]!, id: "aaa" as never, name: "aaa" },
        ],
      };
      stand.engine.changed("topology");
      await page.getByRole("button", { name: "Tidy, 1 new" }).waitFor();
      expect(await remembered()).toBe(before);
      await page.context().close();
    });

    it("is moved, zoomed and asked by hand", async () => {
      const page = await stand.open("#/topology");
      const map = page.getByRole("img", { name: /^Map of / });
      const picture = (): Promise<string> =>
        map.locator("canvas[data-id=layer2-node]").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      await map.locator("canvas[data-id=layer2-node]").waitFor();
      await page.keyboard.press("l");
      const drawer = page.getByRole("complementary").filter({ hasText: "Known as" });
      await drawer.waitFor();
      await page.keyboard.press("Escape");
      const box = await map.boundingBox();
      if (box === null) throw new Error("the map is not drawn");
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.waitForTimeout(400);
      await page.mouse.click(x, y);
      await drawer.waitFor();
      const before = await picture();
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, 400);
      await expect.poll(picture).not.toBe(before);
      const zoomed = await picture();
      await page.mouse.down();
      await page.mouse.move(x + 60, y + 40, { steps: 3 });
      await page.mouse.up();
      await expect.poll(picture).not.toBe(zoomed);
      await page.context().close();
    });

    it("opens a large estate as groups", async () => {
      stand.floor.topology = largeTopology(5000);
      const page = await stand.open("#/topology");
      await page.getByRole("radio", { name: "Group" }).waitFor();
      expect(await page.getByRole("radio", { name: "Group" }).isChecked()).toBe(true);
      await page.context().close();
    });
  });

  describe("sources", () => {
    it("makes the form from the connector's schema and sends a typed secret as a secret", async () => {
      const page = await stand.open("#/sources");
      await page.getByRole("heading", { name: "8 sources, 7 live" }).waitFor();
      await page.keyboard.press("n");
      await page.getByLabel("Kind").selectOption("prometheus");
      await page.getByRole("button", { name: "Save and connect" }).click();
      await page.getByText("This is needed.").waitFor();
      expect(inputsOf("sources.save")).toEqual([]);
      await page.getByLabel("Address").fill("http://prometheus.example:9090");
      await page.getByLabel(/^Password/).fill("hunter2");
      expect(await page.getByLabel(/^Password/).getAttribute("type")).toBe("password");
      await page.getByRole("button", { name: "Test" }).click();
      await page.getByText("It would deliver 3 alerts now").waitFor();
      await page.getByText("The same in watchfloor.yaml").click();
      expect(await page.locator("pre").textContent()).not.toContain("hunter2");
      await page.getByRole("button", { name: "Save and connect" }).click();
      await page.getByRole("heading", { name: "9 sources, 8 live" }).waitFor();
      expect(inputsOf("sources.save")[0]).toMatchObject({
        id: "prometheus-2",
        kind: "prometheus",
        settings: { url: "http://prometheus.example:9090", password: { secret: "hunter2" } },
      });
      await page.context().close();
    });

    it("shows a refusal at the field that it is about", async () => {
      stand.floor.refuse = { field: "settings.url", code: "This address answers with a sign-in page." };
      const page = await stand.open("#/sources");
      await page.getByRole("heading", { name: /sources, / }).waitFor();
      await page.keyboard.press("n");
      await page.getByLabel("Address").fill("http://prometheus.example");
      await page.getByRole("button", { name: "Save and connect" }).click();
      await page.getByText("This address answers with a sign-in page.").waitFor();
      expect(await page.getByLabel("Address").getAttribute("aria-invalid")).toBe("true");
      await page.context().close();
    });

    it("says in plain words what is wrong and what to do", async () => {
      const page = await stand.open("#/sources");
      await page.getByRole("button", { name: "ServiceNow" }).click();
      await page.getByText("What to do").waitFor();
      await page.getByText(/user, password or token is wrong/).waitFor();
      await page.keyboard.press("p");
      await page.getByRole("button", { name: "Asked" }).waitFor();
      expect(inputsOf("sources.poll")).toEqual([{ id: "snow" }]);
      await page.context().close();
    });

    it("asks before it removes", async () => {
      const page = await stand.open("#/sources");
      await page.getByRole("button", { name: "Nagios" }).click();
      await page.getByRole("button", { name: "Remove" }).click();
      await page.getByRole("dialog").getByText("Remove Nagios?").waitFor();
      expect(inputsOf("sources.remove")).toEqual([]);
      await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
      await page.getByRole("button", { name: "Nagios" }).waitFor({ state: "detached" });
      await page.context().close();
    });
  });

  describe("settings and welcome", () => {
    it("says where the audit is broken", async () => {
      stand.floor.brokenAt = 17;
      const page = await stand.open("#/settings");
      await page.getByRole("button", { name: "Verify the chain" }).click();
      await page.getByText("Broken at entry 17").waitFor();
      await page.context().close();
    });

    it("keeps theme and mute over a reload", async () => {
      const page = await stand.open("#/settings");
      await page.getByText("Light", { exact: true }).click();
      await page.getByText("Muted", { exact: true }).click();
      await page.getByText("Sound is muted").waitFor();
      await page.reload();
      await page.getByText("Sound is muted").waitFor();
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("light");
      await page.context().close();
    });

    it("leads a fresh machine into the demo with one key", async () => {
      stand.engine.state.empty = true;
      const page = await stand.open("#/incidents");
      await page.getByRole("heading", { name: "What needs you now, and why" }).waitFor();
      await page.keyboard.press("d");
      await page.waitForURL(/#\/incidents/);
      expect(stand.engine.state.demo).toBe(true);
      stand.engine.state.demo = false;
      await page.context().close();
    });
  });

  it.each(["#/alerts", "#/topology", "#/sources", "#/settings", "#/welcome"])(
    "%s is accessible in all themes and throws nothing",
    async (hash) => {
      const page = await stand.open(hash);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      for (const theme of ["dark", "light", "contrast"]) {
        await page.evaluate((name) => void (document.documentElement.dataset.theme = name), theme);
        const { violations } = await new AxeBuilder({ page })
          .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
          .analyze();
        expect(violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      }
      expect(stand.errors.flat()).toEqual([]);
      await page.context().close();
    },
  );
});
