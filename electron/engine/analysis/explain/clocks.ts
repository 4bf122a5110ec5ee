/** How the clock of each source stands against ours: the least delay seen from it, in ms, and how many alerts it rests on. */
export type Clocks = Map<string, { least: number; count: number }>;

/** Delays up to this are those of a source whose clock is right: then its own time counts. */
const IN_TIME_MS = 15_000;
const AHEAD_MS = 5_000;
const FEWEST = 5;
/** The least delay is forgotten slowly, since clocks are set right again. */
const FORGET_MS = 200;
/** Places come from labels, and some labels never repeat: so many are remembered. */
const MOST_CLOCKS = 65_536;

/**
 * When an alert began, by our clock. The least delay from one place of one tool is the error of its clock (minimum filter, as in network time
 * protocols); what an alert is later than that, it was on its way. A source known by too few alerts is taken to be on time.
 */
export function beginningOf(
  clocks: Clocks,
  tool: string,
  places: readonly string[],
  at: number,
  receivedAt: number,
): number {
  const delay = receivedAt - at;
  let typical: number | undefined;
  for (const place of places) {
    const key = `${tool}/${place}`;
    const known = clocks.get(key);
    if (known === undefined) {
      if (clocks.size >= MOST_CLOCKS) forgetSome(clocks);
      clocks.set(key, { least: delay, count: 1 });
      continue;
    }
    known.count++;
    known.least = Math.min(delay, known.least + FORGET_MS);
    if (known.count < FEWEST) continue;
    if (typical === undefined || Math.abs(known.least) > Math.abs(typical)) typical = known.least;
  }
  if (typical === undefined || Math.abs(typical) <= IN_TIME_MS) {
    if (delay >= -AHEAD_MS && (delay <= IN_TIME_MS || typical !== undefined)) return Math.min(at, receivedAt);
    return receivedAt;
  }
  return Math.min(receivedAt, at + typical);
}

/** Makes room: those heard of too seldom go first, then the half known for longest. */
function forgetSome(clocks: Clocks): void {
  for (const [key, { count }] of clocks) if (count < FEWEST) clocks.delete(key);
  let excess = clocks.size - MOST_CLOCKS / 2;
  for (const key of clocks.keys()) if (excess-- > 0) clocks.delete(key);
}
