import type { Message } from "../../../../../shared/domain/message.ts";

/** One thing that speaks for something, or against it, with its weight in nats (natural log odds). */
export type Evidence = Message & { nats: number };

/** What rounding leaves. */
export const NOTHING = 1e-9;

/** The weight of all together. */
export const natsOf = (evidence: readonly Evidence[]): number => evidence.reduce((sum, { nats }) => sum + nats, 0);

/** What counts for something of two things that were weighed alike: the difference of each kind of evidence, the greatest first. */
export function differences(one: readonly Evidence[], other: readonly Evidence[]): { code: string; nats: number }[] {
  const byCode = new Map<string, number>();
  for (const { code, nats } of one) byCode.set(code, (byCode.get(code) ?? 0) + nats);
  for (const { code, nats } of other) byCode.set(code, (byCode.get(code) ?? 0) - nats);
  return [...byCode]
    .map(([code, nats]) => ({ code, nats }))
    .filter(({ nats }) => Math.abs(nats) > NOTHING)
    .sort((left, right) => Math.abs(right.nats) - Math.abs(left.nats) || (left.code < right.code ? -1 : 1));
}
