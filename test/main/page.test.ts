import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { app, BrowserWindow, anEvent, type StandInContents, system } from "./electron-stand-in.ts";
import { aFreshSystem, folders, startedShell } from "./started.ts";

vi.mock("electron", () => import("./electron-stand-in.ts"));
aFreshSystem();

const ask = (url: string, method = "GET"): Promise<Response> => {
  const handler = system.handlers.get("scheme watchfloor") as unknown as (request: Request) => Promise<Response>;
  return handler({ url, method } as Request);
};

it("serves the page with a policy that allows only its own files, and a nonce that is new each time", async () => {
  await startedShell();
  const first = await ask("watchfloor://app/");
  const nonce = /nonce-([^']+)'/.exec(first.headers.get("content-security-policy")!)![1]!;
  expect(first.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
  expect(await first.text()).toContain(`name="csp-nonce" content="${nonce}"`);
  expect((await ask("watchfloor://app/")).headers.get("content-security-policy")).not.toContain(nonce);
});

it("serves the files of the page with their type", async () => {
  await startedShell();
  const script = await ask("watchfloor://app/assets/index-abc.js");
  expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(await script.text()).toBe("1;");
});

it.each([
  "watchfloor://app/..%2f..%2fsecret.json",
  "watchfloor://app/%2e%2e/%2e%2e/secret.json",
  "watchfloor://app/..%5csecret.json",
  "watchfloor://app/assets/..%2f..%2fsecret.json",
  "watchfloor://app/%00secret.json",
  "watchfloor://app/%ZZ",
  "watchfloor://app//secret.json",
  "watchfloor://app/assets/",
  "watchfloor://app/missing.js",
  "watchfloor://app/index.html/x.js",
  "watchfloor://other/index.html",
  "watchfloor://user:word@app/index.html",
])("finds nothing at %s", async (address) => {
  writeFileSync(path.join(folders.built, "secret.json"), "{}");
  await startedShell();
  expect((await ask(address)).status).toBe(404);
});

it("takes no other method than GET", async () => {
  await startedShell();
  expect((await ask("watchfloor://app/", "POST")).status).toBe(405);
});

it("lets the page write to the clipboard and refuses every other permission, to itself and to others", async () => {
  await startedShell();
  const request = system.handlers.get("permission request")! as unknown as (
    contents: { getURL(): string },
    permission: string,
    answer: (allowed: boolean) => void,
  ) => void;
  const check = system.handlers.get("permission check")! as unknown as (
    contents: unknown,
    permission: string,
    origin: string,
  ) => boolean;
  const asked = (url: string, permission: string): boolean => {
    let answered: boolean | undefined;
    request({ getURL: () => url }, permission, (allowed) => (answered = allowed));
    return answered!;
  };
  const page = "watchfloor://app/#/settings";
  for (const permission of ["media", "geolocation", "notifications", "display-capture", "openExternal", "fileSystem"]) {
    expect([permission, asked(page, permission), check(null, permission, page)]).toEqual([permission, false, false]);
  }
  expect(asked(page, "clipboard-sanitized-write")).toBe(true);
  expect(asked("https://elsewhere.example/", "clipboard-sanitized-write")).toBe(false);
  expect(check(null, "clipboard-sanitized-write", "https://elsewhere.example")).toBe(false);
  expect((system.handlers.get("device permission")! as () => boolean)()).toBe(false);
});

function aGuardedPage(): StandInContents {
  return new BrowserWindow({}).webContents;
}

it.each(["will-navigate", "will-frame-navigate", "will-redirect"])(
  "stays at its page: %s elsewhere is prevented",
  async (name) => {
    const { guardPages } = await import("../../electron/main/guards.ts");
    guardPages();
    const contents = aGuardedPage();
    const goes = (url: string): boolean => {
      const event = anEvent({ url });
      contents.emit(name, event);
      return !event.prevented;
    };
    expect(goes("watchfloor://app/#/wall")).toBe(true);
    for (const url of [
      "https://example.com/",
      "file:///etc/passwd",
      "watchfloor://elsewhere/",
      "data:text/html,x",
      "about:blank",
      "javascript:1",
    ])
      expect([url, goes(url)]).toEqual([url, false]);
  },
);

it("attaches no embedded page", async () => {
  const { guardPages } = await import("../../electron/main/guards.ts");
  guardPages();
  const event = anEvent();
  aGuardedPage().emit("will-attach-webview", event);
  expect(event.prevented).toBe(true);
});

it("opens no window of the page's, and only https addresses outside", async () => {
  const { guardPages } = await import("../../electron/main/guards.ts");
  guardPages();
  const contents = aGuardedPage();
  for (const url of [
    "https://runbooks.example/1",
    "http://plain.example/",
    "file:///etc/passwd",
    "ms-calculator:",
    "no address",
  ])
    expect(contents.openHandler!({ url })).toEqual({ action: "deny" });
  expect(system.opened).toEqual(["https://runbooks.example/1"]);
});

it.each([
  [false, true],
  [true, false],
])("shows its page sandboxed, without Node; packaged: %s, developers' tools: %s", async (isPackaged, devTools) => {
  app.isPackaged = isPackaged;
  await startedShell();
  app.isPackaged = false;
  expect(system.windows[0]!.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    devTools,
  });
});
