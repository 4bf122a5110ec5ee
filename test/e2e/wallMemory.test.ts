import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { freePort, until } from "../servers/program.ts";
import { ConsoleUnderTest, startChromium } from "./console.ts";

const WARM_UP = 60;
const UPDATES = 200;
/** One update that were kept whole would be some 50 kB; two hundred of them ten megabytes. */
const ALLOWED_GROWTH_BYTES = 2_000_000;

describe("a wall that is left open, in a real Chromium", { ...needs({ chromium: true }), timeout: 300_000 }, () => {
  let browser: Browser;
  let host: ConsoleUnderTest;
  let page: Page;
  let devtools: CDPSession;
  let receiver: string;
  let answers = 0;

  beforeAll(async () => {
    const port = await freePort();
    receiver = `http://127.0.0.1:${port}/api/v2/alerts`;
    host = new ConsoleUnderTest({
      yaml: `sources: [{id: pushed, kind: alert-receiver, settings: {port: ${port}, auth: none}}]`,
    });
    [browser] = await Promise.all([startChromium(), host.start()]);
    // The address is said before sources begin.
    await until("the receiver takes a delivery", () => deliver(0).then(() => true));
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    page = await context.newPage();
    page.on("websocket", (socket) => socket.on("framereceived", () => (answers += 1)));
    await page.goto(host.wallUrl);
    await page
      .getByText(/runs at/)
      .first()
      .waitFor({ timeout: 60_000 });
    devtools = await context.newCDPSession(page);
    await devtools.send("Performance.enable");
    await devtools.send("HeapProfiler.enable");
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });

  it("does not grow, however often what it shows changes", async () => {
    await update(WARM_UP);
    const before = await heapBytes();
    const answered = answers;
    await update(UPDATES);
    const grown = (await heapBytes()) - before;
    expect(answers - answered).toBeGreaterThanOrEqual(UPDATES);
    expect(grown).toBeLessThan(ALLOWED_GROWTH_BYTES);
  });

  let round = 0;
  /** Each waits until the page has heard of it, so that none is folded into another. */
  async function update(times: number): Promise<void> {
    for (let index = 0; index < times; index += 1) {
      const heard = answers;
      await deliver((round += 1));
      await until("the page asks again", () => answers > heard);
    }
  }

  async function deliver(turn: number): Promise<void> {
    const alerts = Array.from({ length: 30 }, (_, index) => ({
      labels: {
        alertname: `Speed${index}`,
        instance: `fan-${index}`,
        severity: (turn + index) % 2 === 0 ? "major" : "minor",
      },
      annotations: { summary: `fan ${index} runs at ${turn} rpm` },
    }));
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify(alerts);
    const answer = await fetch(receiver, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`the receiver answered ${answer.status}: ${await answer.text()}`);
  }

  async function heapBytes(): Promise<number> {
    for (let pass = 0; pass < 3; pass += 1) await devtools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devtools.send("Performance.getMetrics");
    const used = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value;
    if (used === undefined) throw new Error("this Chromium does not tell its heap");
    return used;
  }
});
