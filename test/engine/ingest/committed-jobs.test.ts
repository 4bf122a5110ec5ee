import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { CommittedJobs } from "../../../electron/engine/ingest/committed-jobs.ts";
import type { Job } from "../../../electron/engine/ingest/write-queue.ts";

/** A disk that syncs when it is told to. */
class SlowDisk {
  readonly told: string[] = [];
  readonly failures: unknown[] = [];
  readonly jobs = new CommittedJobs(
    () => new Promise((resolve, reject) => this.#syncs.push({ resolve, reject })),
    (error) => this.failures.push(error),
  );
  readonly #syncs: { resolve(): void; reject(error: unknown): void }[] = [];

  get syncs(): number {
    return this.#syncs.length;
  }

  commit(...names: string[]): void {
    this.jobs.add(names.map((name) => this.#job(name)));
  }

  async finish(error?: Error): Promise<void> {
    const sync = this.#syncs.at(-1);
    if (error === undefined) sync?.resolve();
    else sync?.reject(error);
    await turn();
  }

  #job(name: string): Job {
    return {
      step: () => true,
      committed: () => this.told.push(name),
      failed: (error) => this.told.push(`${name} failed: ${String(error)}`),
    };
  }
}

it("tells a job only when the disk has it, and asks the disk once for all that came meanwhile", async () => {
  const disk = new SlowDisk();
  disk.commit("a");
  disk.commit("b");
  disk.commit("c", "d");
  expect([disk.syncs, disk.told]).toEqual([1, []]);
  await disk.finish();
  expect([disk.syncs, disk.told]).toEqual([2, ["a"]]);
  await disk.finish();
  expect([disk.syncs, disk.told]).toEqual([2, ["a", "b", "c", "d"]]);
});

it("asks the disk for nothing where no job waits", () => {
  const disk = new SlowDisk();
  disk.commit();
  expect(disk.syncs).toBe(0);
});

it("fails those whose sync failed, says so once, and goes on with the others", async () => {
  const disk = new SlowDisk();
  const broken = new Error("broken");
  disk.commit("a", "b");
  disk.commit("c");
  await disk.finish(broken);
  expect(disk.told).toEqual(["a failed: Error: broken", "b failed: Error: broken"]);
  expect(disk.failures).toEqual([broken]);
  await disk.finish();
  expect(disk.told.at(-1)).toBe("c");
});

it("is settled when nothing waits, at once or after the last sync", async () => {
  const disk = new SlowDisk();
  await disk.jobs.settled();
  disk.commit("a");
  let isSettled = false;
  void disk.jobs.settled().then(() => (isSettled = true));
  await turn();
  expect(isSettled).toBe(false);
  await disk.finish();
  expect(isSettled).toBe(true);
});
