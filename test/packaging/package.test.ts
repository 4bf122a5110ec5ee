import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { extractAll, listPackage } from "@electron/asar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build, isBuildNeeded } from "../../scripts/build.ts";
import type { FromEngineProcess, ToEngineProcess } from "../../shared/contract/shell.ts";
import { FUSE_SENTINEL, makeDistribution } from "./stand-in-distribution.ts";

const root = path.resolve(import.meta.dirname, "../..");
const builder = path.join(root, "node_modules", "electron-builder", "cli.js");
const electronVersion = (): string =>
  JSON.parse(readFileSync(path.join(root, "node_modules", "electron", "package.json"), "utf8")).version;

/** Packages for other systems need tools that the packager fetches; this one needs nothing but the checkout. */
const linuxOnly = process.platform === "linux" ? "" : ` (skipped: this is ${process.platform})`;

describe.skipIf(linuxOnly !== "")(`the package for Linux${linuxOnly}`, () => {
  let folder: string;
  let packaged: string;
  const resources = (...names: string[]): string => path.join(packaged, "resources", ...names);

  beforeAll(async () => {
    if (isBuildNeeded()) await build();
    folder = mkdtempSync(path.join(tmpdir(), "package-"));
    const distribution = path.join(folder, "distribution");
    await makeDistribution(distribution, electronVersion());
    const output = path.join(folder, "release");
    const given = [`-c.electronDist=${distribution}`, `-c.directories.output=${output}`];
    execFileSync(process.execPath, [builder, "--linux", "dir", "--publish", "never", ...given], {
      cwd: root,
      stdio: "pipe",
    });
    packaged = path.dirname(globSync(path.join(output, "*", "watchfloor"))[0]!);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("holds the built program and its page, and of the dependencies the database alone", () => {
    const files = listPackage(resources("app.asar"), { isPack: false });
    const built = [
      "main.js",
      "preload.cjs",
      "engine.js",
      "host.js",
      "ingest.worker.js",
      "analysis.worker.js",
      "backtest.worker.js",
      "search.worker.js",
      "cel-library.js",
    ];
    expect(files).toEqual(expect.arrayContaining(built.map((name) => `/dist/electron/${name}`)));
    expect(files).toEqual(
      expect.arrayContaining(["/dist/renderer/index.html", "/package.json", "/LICENSE", "/assets/tray.png"]),
    );
    const packages = files.filter((file) => /^\/node_modules\/(@[^/]+\/)?[^/]+$/.test(file));
    expect(packages).toEqual(["/node_modules/better-sqlite3"]);
    expect(files.filter((file) => /\.(ts|tsx|map|yml)$|^\/(test|docs|scripts)/.test(file))).toEqual([]);
  });

  it("names nowhere the class of forms, the first mention of which loads an HTTP client into each thread that reads a message", () => {
    const bundles = globSync("dist/electron/*.js", { cwd: root }).filter((file) => !file.endsWith("main.js"));
    const naming = bundles.filter((file) =>
      /\binstanceof FormData\b/.test(readFileSync(path.join(root, file), "utf8")),
    );
    expect(bundles.length).toBeGreaterThan(5);
    expect(naming).toEqual([]);
  });

  it("unpacks the database's binary for this system, and no other", () => {
    const binaries = globSync("**/*.node", { cwd: packaged });
    const name = `${process.platform}-${process.arch}.node`;
    expect(binaries).toEqual([`resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/${name}`]);
  });

  it("has its fuses set: no Node of its own to run, no inspection, only its own archive, and that unchanged", () => {
    const binary = readFileSync(path.join(packaged, "watchfloor"), "latin1");
    const wire = binary.slice(binary.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length);
    // Version 1, nine fuses: run as Node, cookie encryption, NODE_OPTIONS, --inspect, archive integrity, only from the
    // archive, separate V8 snapshot, privileges of file:, and one that is left as it was.
    expect(wire.slice(0, 11)).toBe("\x01\x09" + "010011" + "00" + "1");
  });

  it("leaves out the languages that the program does not speak", () => {
    expect(globSync("locales/*", { cwd: packaged })).toEqual(["locales/en-US.pak"]);
  });

  describe("taken from its archive", () => {
    let host: ChildProcess;
    let url: string;
    let program: string;
    const ended = () => new Promise<number | null>((resolve) => host.once("exit", resolve));

    beforeAll(async () => {
      program = path.join(folder, "extracted");
      extractAll(resources("app.asar"), program);
      const data = path.join(folder, "data");
      const entry = path.join(program, "dist", "electron", "host.js");
      host = spawn(process.execPath, [entry, "serve", "--demo", "--data", data, "--port", "0"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      for await (const line of createInterface({ input: host.stdout! })) {
        url = /(http:\/\/[^/\s]+)/.exec(line)?.[1] ?? "";
        if (url !== "") break;
      }
    }, 60_000);
    afterAll(() => host.kill("SIGKILL"));

    it("the host starts with its threads and its database, and answers", async () => {
      const answer = await fetch(`${url}/healthz`);
      expect({ status: answer.status, body: await answer.text() }).toMatchObject({ status: 200 });
      expect(existsSync(path.join(folder, "data", "demo", "watchfloor.db"))).toBe(true);
    });

    it("it serves the page", async () => {
      const page = await fetch(url);
      expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
      const [script] = /(?<=src=")[^"]+\.js/.exec(await page.text()) ?? [];
      expect((await fetch(new URL(script!, url))).headers.get("content-type")).toContain("text/javascript");
    });

    it("it puts everything away when it is asked to stop", async () => {
      const code = ended();
      host.kill("SIGTERM");
      expect(await code).toBe(0);
    });

    it("the shell's engine process starts with its threads, and puts everything away", async () => {
      const data = path.join(folder, "engine-data");
      mkdirSync(data);
      const entry = path.join(program, "dist", "electron", "engine.js");
      const engine = fork(path.join(import.meta.dirname, "fork-engine.js"), [entry]);
      const says = (kind: FromEngineProcess["kind"]) =>
        new Promise<void>((resolve, reject) => {
          engine.on("message", (message: FromEngineProcess) => message.kind === kind && resolve());
          engine.once("exit", (code) => reject(new Error(`it ended with code ${code} before it said ${kind}`)));
        });
      const tell = (message: ToEngineProcess): void => void engine.send(message);
      const running = says("running");
      const given = { dataFolder: data, configFile: null, demo: true };
      tell({ kind: "start", arguments: given, secrets: { kind: "file" }, listen: false });
      await running;
      const closed = says("closed");
      tell({ kind: "close" });
      await closed;
      engine.kill();
    });
  });
});
