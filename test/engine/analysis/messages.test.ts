import fc from "fast-check";
import { expect, it } from "vitest";
import type { Message } from "../../../shared/domain/message.ts";
import type { Proposal } from "../../../shared/domain/proposal.ts";
import { textOf } from "../../../shared/strings/index.ts";
import { analyse } from "../../builders/analysis.ts";
import { disturb, disturbances, faultyEstates, inOrder, storyOf } from "../../builders/faults.ts";
import { aLog, withTicks } from "../../builders/log.ts";

function messagesOf(proposal: Proposal): Message[] {
  if (proposal.kind === "join" || proposal.kind === "merge") return proposal.reasons;
  if (proposal.kind !== "assess") return [];
  const { headline, causes, changes, grouping } = proposal;
  return [
    headline,
    ...grouping,
    ...causes.flatMap(({ what, reasons }) => [what, ...reasons]),
    ...changes.flatMap(({ reasons }) => reasons),
  ];
}

it("says everything in words of the catalogue, with nothing left to fill in", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(faultyEstates, disturbances, (estate, drawn) => {
      const log = aLog(withTicks([...inOrder(storyOf(estate)), ...disturb(drawn, estate.edges.length)], 3_600_000));
      for (const message of analyse(log).proposals.flatMap(({ proposal }) => messagesOf(proposal))) {
        seen.add(message.code);
        const said = textOf(message);
        if (said === message.code || /[{}]/.test(said)) throw new Error(`${message.code} reads "${said}"`);
      }
    }),
    { numRuns: 40 },
  );
  expect(seen.size).toBeGreaterThan(30);
});

it("gives weights, shares and probabilities in [0,1], ranks from 1 and probabilities that fall with the rank", () => {
  fc.assert(
    fc.property(faultyEstates, (estate) => {
      const { proposals } = analyse(aLog(withTicks(inOrder(storyOf(estate)), 3_600_000)));
      for (const { proposal } of proposals) {
        if (proposal.kind !== "assess") continue;
        const { causes, changes, grouping } = proposal;
        const reasons = [...causes, ...changes].flatMap((each) => each.reasons);
        const fractions = [...causes, ...changes].map(({ probability }) => probability);
        const all = [...fractions, ...reasons.map(({ weight }) => weight), ...grouping.map(({ share }) => share)];
        expect(all.every((each) => each >= 0 && each <= 1)).toBe(true);
        expect(causes.map(({ rank }) => rank)).toEqual(causes.map((_, index) => index + 1));
        const falling = causes.map(({ probability }) => probability);
        expect(falling).toEqual(falling.toSorted((left, right) => right - left));
      }
    }),
    { numRuns: 30 },
  );
});
