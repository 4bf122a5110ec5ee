import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RuleTester } from "../../../electron/engine/backtest/tester.ts";
import { DEFAULT_SCOPE } from "../../../shared/domain/scope.ts";

const REQUEST = { scope: DEFAULT_SCOPE, tested: [], others: [], from: 0 };

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "tester-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A tester whose threads run this; `file` is one that they may write. */
function aTester(script: string, limitMs?: number) {
  const path = join(folder, "thread.mjs");
  const file = join(folder, "said");
  writeFileSync(path, script);
  const edges = { now: () => 0, onProgress: () => undefined, ...(limitMs === undefined ? {} : { limitMs }) };
  return { tester: new RuleTester(file, pathToFileURL(path), edges), file };
}

it("ends a test that goes on beyond its limit, and may run the next", async () => {
  const { tester } = aTester("for (;;);", 20);
  await expect(tester.run("one", REQUEST)).resolves.toBe("overran");
  expect(tester.running).toBeNull();
  await expect(tester.run("two", REQUEST)).resolves.toBe("overran");
});

it("takes no word of a cancelled test for the next one's", async () => {
  const { tester, file } = aTester(`
    import { existsSync, writeFileSync } from "node:fs";
    import { parentPort, workerData } from "node:worker_threads";
    setInterval(() => undefined, 1_000);
    if (!existsSync(workerData.file)) {
      parentPort.postMessage({ kind: "done", test: {} });
      writeFileSync(workerData.file, "");
    } else parentPort.postMessage({ kind: "progress", share: 0.5 });
  `);
  const first = tester.run("one", REQUEST);
  const nap = new Int32Array(new SharedArrayBuffer(4));
  // Nothing is delivered to this thread in the meantime, so the message waits when the test is cancelled.
  while (!existsSync(file)) Atomics.wait(nap, 0, 0, 5);
  tester.cancel();
  const second = tester.run("two", REQUEST);
  await expect(first).resolves.toBeNull();
  await expect.poll(() => tester.running, { timeout: 10_000 }).toMatchObject({ ruleId: "two", share: 0.5 });
  tester.cancel();
  await expect(second).resolves.toBeNull();
});
