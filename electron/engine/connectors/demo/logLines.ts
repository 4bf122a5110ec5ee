import type { Condition } from "./condition.ts";
import { isService, type EstateEntity, type Role } from "./estate.ts";
import { choose, hashOf, roll, wholeBetween } from "./random.ts";
import type { Simulation } from "./simulation.ts";
import { nameIn } from "./tools.ts";
import { CUSTOMERS } from "./words.ts";

/** A line that a service writes: `often` is the chance in one step of time. `{…}` is filled in. */
type Statement = { often: number; text: string };

const SERVING: readonly Statement[] = [
  { often: 0.9, text: "INFO  {name} [http-{small}] GET /v2/{path}/{id} 200 in {ms} ms" },
  { often: 0.6, text: "INFO  {name} [http-{small}] POST /v2/{path} 201 in {ms} ms trace={trace}" },
  { often: 0.25, text: "INFO  {name} [http-{small}] session {trace} opened for {email}" },
  { often: 0.12, text: "WARN  {name} [cache] entry {id} expired, {small} left" },
  { often: 0.06, text: "INFO  {name} [gc] pause {ms} ms, heap {big} of 2048 MB" },
];
const WORKING: readonly Statement[] = [
  { often: 0.8, text: "INFO  {name} [worker-{small}] job {trace} done in {ms} ms" },
  { often: 0.3, text: "INFO  {name} [worker-{small}] fetched {small} jobs" },
  { often: 0.08, text: "WARN  {name} [worker-{small}] job {trace} retried {small} times" },
];
const STATEMENTS: Partial<Record<Role, readonly Statement[]>> = {
  web: SERVING,
  bff: SERVING,
  api: SERVING,
  worker: WORKING,
};
const PATHS = ["quote", "basket", "profile", "search", "order"] as const;
/** Lines in one step for each condition that the log tool sees. */
const LINES_OF_TROUBLE = 3;

export type SimulatedLine = { at: number; entity: EstateEntity; text: string };

/** Lines that all services write in the steps that end at these moments (ms since the simulation began), oldest first in each. */
export function linesAt(simulation: Simulation, moments: readonly number[], stepMs: number): SimulatedLine[] {
  const services = simulation.estate.entities.filter(isService);
  const first = (moments[0] ?? 0) - stepMs;
  const troubles = simulation
    .conditionsBetween(first, moments.at(-1) ?? first)
    .filter(({ tool, entity, description }) => tool === "logs" && isService(entity) && description !== null);
  return moments.flatMap((moment) => {
    const usual = services.flatMap((entity) => usualLines(simulation, entity, moment, stepMs));
    const holding = troubles.filter(({ from, to }) => from <= moment && to > moment - stepMs);
    const lines = [...usual, ...holding.flatMap((trouble) => linesOfTrouble(simulation, trouble, moment, stepMs))];
    return lines.sort((left, right) => left.at - right.at);
  });
}

function usualLines(simulation: Simulation, entity: EstateEntity, moment: number, stepMs: number): SimulatedLine[] {
  const { seed } = simulation.estate;
  return (STATEMENTS[entity.role] ?? []).flatMap(({ often, text }, index) => {
    const luck = (what: string): number => roll(seed, entity.key, "line", moment, index, what);
    if (luck("comes") >= often) return [];
    return [{ at: Math.round(moment - stepMs * luck("at")), entity, text: filled(text, entity, luck) }];
  });
}

/** What the log tool finds wrong shows in the log first: the words of its condition, again and again. */
function linesOfTrouble(
  { estate: { seed } }: Simulation,
  { entity, description, handle }: Condition,
  moment: number,
  stepMs: number,
): SimulatedLine[] {
  return Array.from({ length: LINES_OF_TROUBLE }, (_, index) => {
    const luck = (what: string): number => roll(seed, handle, "trouble", moment, index, what);
    const text = filled("ERROR {name} [http-{small}]", entity, luck);
    const attempt = wholeBetween([1, 9], luck("attempt"));
    return {
      at: Math.round(moment - stepMs * luck("at")),
      entity,
      text: `${text} ${description ?? ""} attempt=${attempt}`,
    };
  });
}

type Luck = (what: string) => number;

const WORDS: Record<string, (entity: EstateEntity, luck: Luck) => string> = {
  name: (entity) => nameIn("logs", entity),
  small: (_, luck) => String(wholeBetween([1, 16], luck("small"))),
  big: (_, luck) => String(wholeBetween([300, 1900], luck("big"))),
  id: (_, luck) => String(wholeBetween([10_000, 99_999], luck("id"))),
  ms: (_, luck) => String(wholeBetween([4, 240], luck("ms"))),
  path: (_, luck) => choose(PATHS, luck("path")),
  trace: (_, luck) =>
    hashOf(Math.floor(luck("trace") * 0xffff_ffff), "trace")
      .toString(16)
      .padStart(8, "0"),
  email: (_, luck) => choose(CUSTOMERS, luck("email")).email,
};

const filled = (text: string, entity: EstateEntity, luck: Luck): string =>
  text.replace(/\{(\w+)\}/g, (whole, word: string) => WORDS[word]?.(entity, luck) ?? whole);
