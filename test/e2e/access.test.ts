import { spawnSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../requirements.ts";
import { callWith, tokenIn } from "./caller.ts";
import { ConsoleUnderTest, HOST_FILE, openWindow, startChromium } from "./console.ts";
import { localToken } from "./localToken.ts";

describe("who may come in, in a real Chromium", needs({ chromium: true }), () => {
  let browser: Browser;
  let host: ConsoleUnderTest;
  let elsewhere: Server;
  let foreignPage: string;

  beforeAll(async () => {
    host = new ConsoleUnderTest();
    elsewhere = createServer((_, response) => {
      response.setHeader("content-type", "text/html");
      response.end("<!doctype html><title>Another site</title>");
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    foreignPage = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    [browser] = await Promise.all([startChromium(), host.start()]);
  });
  afterAll(async () => {
    await browser?.close();
    elsewhere?.close();
    await host?.close();
  });

  it("tells a second instance on the same folder who works there, and where", async () => {
    const second = spawnSync(process.execPath, [HOST_FILE, "serve", "--data", host.dataFolder, "--port", "0"], {
      encoding: "utf8",
    });
    expect(second.status).toBe(1);
    expect(second.stderr).toMatch(/Another Watchfloor \(process \d+\) already works on .*; there are never two\./);
    const address = /It is here: (\S+)/.exec(second.stdout)?.[1] ?? "";
    expect(new URL(address).origin).toBe(new URL(host.deskUrl).origin);
    const page = await openWindow(browser, address);
    await page.getByRole("heading", { name: "What needs you now, and why" }).waitFor();
    await page.context().close();
  });

  it("lets the one-time token in once", async () => {
    const first = await openWindow(browser, host.deskUrl);
    await first.getByRole("heading", { name: "What needs you now, and why" }).waitFor();
    await first.reload();
    await first.getByRole("heading", { name: "What needs you now, and why" }).waitFor();
    const second = await openWindow(browser, host.deskUrl);
    await second.getByRole("heading", { name: "This window is not signed in" }).waitFor();
    await Promise.all([first.context().close(), second.context().close()]);
  });

  it("lets no page of another site in, although its visitor is signed in", async () => {
    const page = await openWindow(browser, host.wallUrl);
    await page.getByText("No source is connected").first().waitFor();
    const other = await page.context().newPage();
    await other.goto(foreignPage);
    expect(await socketOpens(other, host.wallUrl)).toBe(false);
    expect(await posts(other, host.wallUrl)).toBe(false);
    expect(await socketOpens(page, host.wallUrl)).toBe(true);
    await page.context().close();
  });

  it("refuses a foreign Origin, whatever token comes with it", async () => {
    const token = localToken(host.dataFolder);
    const origin = foreignPage.replace(/\/$/, "");
    await expect(callWith(host.deskUrl, token, { origin })).rejects.toThrow("403");
    const { origin: own } = new URL(host.deskUrl);
    const calls = await callWith(host.deskUrl, token, { origin: own });
    expect(await calls.client.sources.list()).toEqual([]);
    calls.close();
    const asked = { method: "POST", headers: { origin, "content-type": "application/json" } };
    const answer = await fetch(`${own}/session`, { ...asked, body: JSON.stringify({ token: tokenIn(host.wallUrl) }) });
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([403, null]);
  });
});

const socketOpens = (page: Page, address: string): Promise<boolean> =>
  page.evaluate(
    (url) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(url);
        socket.addEventListener("open", () => resolve(true));
        socket.addEventListener("close", () => resolve(false));
      }),
    `ws://${new URL(address).host}/api`,
  );

/** Whether a page may read what comes back of a POST. */
const posts = (page: Page, address: string): Promise<boolean> =>
  page.evaluate(
    (url) =>
      fetch(url, { method: "POST", credentials: "include", body: "{}" }).then(
        () => true,
        () => false,
      ),
    `${new URL(address).origin}/session`,
  );
