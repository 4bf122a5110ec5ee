import type { AlertReport, Report } from "../../../../shared/domain/event.ts";
import type { ConnectorIo, Polled } from "../../../../electron/engine/connectors/connector.ts";
import { createDemo } from "../../../../electron/engine/connectors/demo/connector.ts";
import { DemoSettings } from "../../../../electron/engine/connectors/demo/settings.ts";
import { demoSources } from "../../../../electron/engine/connectors/demo/sources.ts";
import type { Tool } from "../../../../electron/engine/connectors/demo/tools.ts";

/** When somebody first looks at the demo. */
export const OPENED = Date.UTC(2026, 4, 4, 9, 30);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** The simulation reaches for no network and no secret; a call of either fails the test. */
export function ioAt(now: () => number): ConnectorIo {
  const refuse = (what: string) => (): never => {
    throw new Error(`the demo used ${what}`);
  };
  return {
    now,
    random: refuse("randomness"),
    fetchJson: refuse("the network"),
    secret: refuse("a secret"),
    fault: (error) => {
      throw error;
    },
    signal: new AbortController().signal,
  };
}

/** A demo with a clock that the test moves. */
export function look(seed: number) {
  const demo = createDemo();
  const time = { now: OPENED };
  const io = ioAt(() => time.now);
  const settingsOf = (tool: Tool, extra: Partial<DemoSettings> = {}): DemoSettings => {
    const source = demoSources(seed, OPENED).find(({ id }) => id === `demo-${tool}`);
    return DemoSettings.parse({ ...source?.settings, ...extra });
  };
  const poll = async (tool: Tool, cursor?: string): Promise<Polled> => {
    const result = await demo.poll!(settingsOf(tool), cursor, io);
    if (!result.ok) throw new Error(`${tool} failed: ${result.failure.kind}`);
    return result.value;
  };
  /** The alerts that hold now. */
  const alerts = async (tool: Tool): Promise<AlertReport[]> => {
    const first = await poll(tool);
    return alertsIn((await poll(tool, first.cursor)).reports);
  };
  return { demo, time, io, settingsOf, poll, alerts };
}

export const alertsIn = (reports: Report[]): AlertReport[] => reports.filter((report) => report.kind === "alert");
