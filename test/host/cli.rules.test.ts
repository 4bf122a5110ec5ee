import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appendEvents } from "../../electron/engine/store/event-log.ts";
import { putRule } from "../../electron/engine/store/rules.ts";
import { runCommand } from "../builders/command-line.ts";
import { aLog, anAlertBody, T0, withTicks } from "../builders/log.ts";
import { aRule } from "../builders/rule.ts";
import { StoreFile } from "../builders/store.ts";

const MINUTE = 60_000;
let store: StoreFile;
let folder: string;

/** A log with two incidents that have nothing in common but a label. */
beforeEach(() => {
  store = new StoreFile();
  folder = store.folder;
  const labels = { site: "north" };
  const alerts = ["a", "z"].map((entity) => ({ receivedAt: 1_000, body: anAlertBody(entity, 1_000, { labels }) }));
  appendEvents(store.db, aLog(withTicks(alerts, 10 * MINUTE)));
  putRule(
    store.db,
    { ...aRule({ id: "used", effect: "suppress", when: 'alert.name == "Noise"' }), origin: "form" },
    "Ada",
    T0,
  );
  store.close();
});
afterEach(() => store.remove());

const fileOf = (text: string): string => {
  const file = path.join(folder, "rules.yaml");
  writeFileSync(file, text);
  return file;
};
const test = (file: string, ...more: string[]) =>
  runCommand(["rules", "test", "--data", folder, "--rules", file, ...more]);

const SITE = `rules:
  - id: same-site
    effect: group
    when: a.labels.site == b.labels.site
`;

describe("watchfloor rules test", () => {
  it("says what the rules of a file would have changed, and names the incidents", async () => {
    const { code, out, error } = await test(fileOf(SITE));
    expect({ code, error }).toEqual({ code: 0, error: "" });
    expect(out).toMatch(/default: 2 alerts/);
    expect(out).toMatch(/incidents +2 +1\n/);
    expect(out).toMatch(/reduction +0\.0 % +50\.0 %\n/);
    expect(out).toMatch(/same-site took effect 1 times/);
    expect(out).toMatch(/INC-\w{8} {2}.*joins INC-\w{8}, 2 alerts together/);
  });

  it("prints everything as JSON when asked", async () => {
    const { out } = await test(fileOf(SITE), "--json");
    expect(JSON.parse(out)).toMatchObject({
      scope: "default",
      before: { incidents: 2 },
      after: { incidents: 1 },
      complete: true,
    });
  });

  it("reads no more of the log than the hours that are named", async () => {
    const { out } = await test(fileOf(SITE), "--hours", "0.001", "--json");
    expect(JSON.parse(out)).toMatchObject({ alerts: 0, changedCount: 0 });
  });

  it("names line and column of a mistake, and the way out", async () => {
    const file = fileOf(
      `rules:\n  - id: wrong\n    effect: suppress\n    when: 'alert.name == "x" && alert.nme == "y"'\n`,
    );
    const { code, error } = await test(file);
    expect(code).toBe(2);
    expect(error).toContain(`${file}:4:39: rules[0].when: The expression cannot be used: No such key: nme.`);
    expect(error).toContain("alert.name");
  });

  it("finds the place in a text over several lines, too", async () => {
    const file = fileOf(
      `rules:\n  - id: wrong\n    effect: group\n    when: |\n      a.name == b.name &&\n      a.sever == "x"\n`,
    );
    expect((await test(file)).error).toContain(`${file}:6:9: `);
  });

  it("refuses two rules with one id, a file without rules and hours that are none", async () => {
    const twice = SITE + SITE.replace("rules:\n", "");
    expect((await test(fileOf(twice))).error).toContain('the id "same-site" is already that of rule 1');
    expect(await test(fileOf("rules: []\n"))).toMatchObject({ code: 2 });
    expect(await test(fileOf(SITE), "--hours", "none")).toMatchObject({ code: 2 });
  });
});
