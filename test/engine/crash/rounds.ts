import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { between, roll, wholeBetween } from "../../../electron/engine/connectors/demo/random.ts";
import { openReader } from "../../../electron/engine/store/database.ts";
import { BenchEngine } from "../../bench/parts/engine.ts";
import { onceSettled } from "../../bench/parts/settled.ts";
import { Evidence } from "./evidence.ts";
import { Sender } from "./sender.ts";
import { tearLog } from "./torn-log.ts";

export type CrashOptions = {
  rounds: number;
  seed: number;
  /** In which round the write-ahead log is torn; if there is none to tear then, in the next. */
  tornRound: number;
  onRound?(round: number, wrong: readonly string[]): void;
};

export type CrashReport = {
  wrong: string[];
  acknowledged: number;
  /** Rounds whose kill left a delivery in doubt: without them the test would prove nothing. */
  inDoubt: number;
  changes: number;
  logEntries: number;
  torn: number;
};

const SENDERS = 4;
/** Of the kills, so many come while the engine starts. */
const STARTING_SHARE = 0.12;
const STARTING_MS = [10, 500] as const;
/** The others come after so many acknowledged deliveries and a moment: so a slow machine is not loaded less. */
const LOADED_DELIVERIES = [0, 30] as const;
const MOMENT_MS = [0, 12] as const;
const LOADED_WITHIN_MS = 60_000;

/** Kills an engine under load again and again, each time restarting it on the same data, and collects what is not as it should be. */
export async function runCrashRounds(options: CrashOptions): Promise<CrashReport> {
  const crash = new CrashRounds(options);
  try {
    return await crash.run();
  } finally {
    crash.close();
  }
}

class CrashRounds {
  readonly #options: CrashOptions;
  readonly #folder = mkdtempSync(path.join(tmpdir(), "watchfloor-crash-"));
  readonly #senders: Sender[];
  readonly #evidence = new Evidence();
  readonly #changes = new Set<string>();
  readonly #report: CrashReport = { wrong: [], acknowledged: 0, inDoubt: 0, changes: 0, logEntries: 0, torn: 0 };
  #engine: BenchEngine | undefined;

  constructor(options: CrashOptions) {
    this.#options = options;
    this.#senders = Array.from({ length: SENDERS }, (_, number) => new Sender(options.seed, number));
  }

  async run(): Promise<CrashReport> {
    const { rounds, tornRound, onRound } = this.#options;
    for (let round = 0; round < rounds; round++) {
      const wrong = await this.#round(round);
      if (round >= tornRound && this.#report.torn === 0 && tearLog(this.#file)) this.#report.torn += 1;
      this.#report.wrong.push(...wrong.map((line) => `round ${round}: ${line}`));
      onRound?.(round, wrong);
      if (wrong.length > 0) break;
    }
    this.#report.wrong.push(...(await this.#last()));
    this.#report.acknowledged = this.#senders.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
    this.#report.logEntries = this.#evidence.entries;
    this.#report.changes = this.#changes.size;
    return this.#report;
  }

  close(): void {
    void this.#engine?.kill();
    this.#evidence.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #file(): string {
    return path.join(this.#folder, "watchfloor.db");
  }

  /** Restarts after the last crash, looks at what is there, loads and kills. */
  async #round(round: number): Promise<string[]> {
    const engine = (this.#engine = await BenchEngine.spawn(this.#folder));
    if (roll(this.#options.seed, "starting", round) < STARTING_SHARE) {
      await pause(between(STARTING_MS, roll(this.#options.seed, "kill", round)));
      await engine.kill();
      return [];
    }
    await engine.ready();
    const wrong = await this.#examine();
    let over = false;
    const sent = this.#senders.map((sender) => sender.run(engine.url, () => over));
    const changed = this.#reportChanges(engine, round, () => over);
    await this.#isLoaded(round);
    await engine.kill();
    over = true;
    await Promise.all([...sent, changed]);
    if (this.#senders.some(({ inDoubt }) => inDoubt !== undefined)) this.#report.inDoubt += 1;
    return wrong;
  }

  async #isLoaded(round: number): Promise<void> {
    const { seed } = this.#options;
    const deliveries = (): number => this.#senders.reduce((sum, sender) => sum + sender.deliveries, 0);
    const enough = deliveries() + wholeBetween(LOADED_DELIVERIES, roll(seed, "load", round));
    const until = performance.now() + LOADED_WITHIN_MS;
    while (deliveries() < enough) {
      if (performance.now() > until) throw new Error(`round ${round}: the engine takes no deliveries`);
      await pause(1);
    }
    await pause(between(MOMENT_MS, roll(seed, "kill", round)));
  }

  /** After the last crash everything is sent until it is acknowledged, so nothing is in doubt any more. */
  async #last(): Promise<string[]> {
    const engine = (this.#engine = await BenchEngine.start(this.#folder));
    await Promise.all(this.#senders.map((sender) => sender.run(engine.url, () => false, true)));
    const wrong = [...(await this.#examine()), ...(await this.#reading((db) => this.#evidence.examineWhole(db)))];
    await engine.close({ keep: true });
    return wrong.map((line) => `at the end: ${line}`);
  }

  #examine(): Promise<string[]> {
    return this.#reading((db) => this.#evidence.examine(db, this.#senders, this.#changes));
  }

  async #reading(look: (db: ReturnType<typeof openReader>) => string[]): Promise<string[]> {
    const db = openReader(this.#file);
    try {
      return await onceSettled(db, () => look(db), 60_000);
    } finally {
      db.close();
    }
  }

  /** Commands of people are acknowledged and audited like events. */
  async #reportChanges(engine: BenchEngine, round: number, isOver: () => boolean): Promise<void> {
    for (let number = 0; !isOver(); number++) {
      const id = `change-${round}-${number}`;
      if (await engine.change(id, `service-${number % 12}`)) this.#changes.add(id);
      await pause(10);
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
