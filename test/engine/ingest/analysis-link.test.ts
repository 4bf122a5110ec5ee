import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { MessageChannel, Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnalysisDeaths } from "../../../electron/engine/ingest/analysis-deaths.ts";
import { AnalysisLink } from "../../../electron/engine/ingest/analysis-link.ts";
import { loadQuarantine } from "../../../electron/engine/store/analysis-state.ts";
import { appendEvents, logHead } from "../../../electron/engine/store/event-log.ts";
import { IngestBench } from "../../builders/ingest.ts";
import { aLog, type Happening } from "../../builders/log.ts";

const note = (text: string): Happening => ({
  receivedAt: 0,
  body: { kind: "operator", action: "note", by: "anna", subject: "INC-1", text },
});
const place = (position: number) => ({ partition: 0, position });

describe("deaths", () => {
  const portion = (after: number, upTo: number) => ({ after: place(after), upTo: place(upTo), entries: upTo - after });
  const die = (deaths: AnalysisDeaths, after: number, upTo: number) => {
    deaths.reading(portion(after, upTo));
    return deaths.died();
  };

  it("blames an entry after two deaths in a portion and two more at the entry", () => {
    const deaths = new AnalysisDeaths();
    expect(die(deaths, 0, 250)).toEqual({ kind: "restart" });
    expect(die(deaths, 100, 350)).toEqual({ kind: "single", upTo: place(350) });
    expect(die(deaths, 119, 120)).toEqual({ kind: "single", upTo: place(120) });
    expect(die(deaths, 119, 120)).toEqual({ kind: "culprit", position: place(120) });
  });

  it("blames an entry that came alone after two", () => {
    const deaths = new AnalysisDeaths();
    expect(die(deaths, 7, 8)).toEqual({ kind: "restart" });
    expect(die(deaths, 7, 8)).toEqual({ kind: "culprit", position: place(8) });
  });

  it("blames none when it died elsewhere, or of nothing that it read", () => {
    const deaths = new AnalysisDeaths();
    expect(deaths.died()).toBeUndefined();
    expect(die(deaths, 0, 250)).toEqual({ kind: "restart" });
    expect(die(deaths, 250, 500)).toEqual({ kind: "restart" });
    deaths.reading(portion(500, 750));
    deaths.done();
    expect(deaths.died()).toBeUndefined();
  });
});

it("is told once of what is written within a short time, and of nothing while a step of its own waits", async () => {
  const bench = new IngestBench();
  const { port1, port2 } = new MessageChannel();
  const told: string[] = [];
  port1.on("message", ({ kind }: { kind: string }) => told.push(kind));
  const link = new AnalysisLink({
    db: bench.db,
    queue: bench.queue,
    now: () => 0,
    onIncidents: () => {},
    onBehind: () => {},
    restart: () => {},
    log: () => {},
  });
  try {
    link.connect(port2);
    for (let write = 0; write < 3; write++) link.advance();
    await vi.waitFor(() => expect(told).toEqual(["advance", "advance"]));
    await pause(60);
    let synced = (): void => {};
    bench.disk = () => new Promise((resolve) => (synced = resolve));
    const step = { after: place(0), upTo: place(0), proposals: [], state: [] };
    port1.postMessage({ kind: "step", step, isBehind: false });
    await vi.waitFor(() => expect(bench.queue.histogram().count).toBe(1));
    link.advance();
    await pause(60);
    expect(told).toEqual(["advance", "advance"]);
    synced();
    await vi.waitFor(() => expect(told).toEqual(["advance", "advance", "applied"]));
    link.advance();
    await vi.waitFor(() => expect(told).toEqual(["advance", "advance", "applied", "advance"]));
  } finally {
    link.close();
    port1.close();
    bench.close();
  }
});

describe("a real thread", () => {
  let bench: IngestBench;
  let link: AnalysisLink;
  let worker: Worker | undefined;
  const lines: string[] = [];
  beforeEach(() => {
    bench = new IngestBench();
    lines.length = 0;
  });
  afterEach(async () => {
    link.close();
    const last = worker;
    worker = undefined;
    await last?.terminate();
    bench.close();
  });

  function start(): void {
    const { port1, port2 } = new MessageChannel();
    const file = path.join(bench.folder, "watchfloor.db");
    const entry = new URL("../../builders/deadlyAnalysis.ts", import.meta.url);
    const started = new Worker(entry, {
      workerData: { file, port: port1 },
      transferList: [port1],
      resourceLimits: { maxOldGenerationSizeMb: 24 },
    });
    worker = started;
    started.on("error", (error) => lines.push(error.message));
    started.on("exit", () => worker === started && start());
    link.connect(port2);
  }

  async function quarantineOf(text: string, stuckMs: number) {
    const notes = Array.from({ length: 40 }, (_, index) => note(index === 27 ? text : "calm"));
    appendEvents(bench.db, aLog(notes));
    link = new AnalysisLink({
      db: bench.db,
      queue: bench.queue,
      now: () => 0,
      onIncidents: () => {},
      onBehind: () => {},
      restart: () => void worker?.terminate(),
      log: (line) => lines.push(line),
      stuckMs,
    });
    start();
    const head = logHead(bench.db).position;
    while (link.appliedUpTo < head) await pause(20);
    return loadQuarantine(bench.db);
  }

  it(
    "that runs out of memory at an entry leaves it out in the end, says so, and reads all others",
    { timeout: 60_000 },
    async () => {
      expect(await quarantineOf("memory", 60_000)).toEqual([place(28)]);
      expect(link.quarantined).toBe(1);
      expect(lines).toContain("entry 0/28 is left out of the analysis: the analysis thread died at this entry");
    },
  );

  it("that stays at an entry for ever is ended, and leaves it out in the end", { timeout: 60_000 }, async () => {
    expect(await quarantineOf("loop", 400)).toEqual([place(28)]);
    expect(lines.filter((line) => line.includes("does not come to an end"))).toHaveLength(4);
  });
});
