import { expect, it } from "vitest";
import { causeTitle, reasonsShown, sortReasons } from "../../../../renderer/features/incident/causeWords.ts";
import {
  acknowledgementSentence,
  causeSentence,
  durationWords,
  joinNames,
  metricFigure,
} from "../../../../renderer/features/incident/incidentWords.ts";
import { aCause, aReason, aSuspectChange, said } from "../../../builders/incident.ts";
import { aMetric } from "../../../builders/timeline.ts";

const by = (state: "queued" | "sent" | "confirmed" | "none") =>
  acknowledgementSentence({ acknowledgement: { state, by: "A. Lindqvist", at: 0, until: null } }, [
    "Prometheus",
    "Elastic",
    "Kubernetes",
  ]);

it("says read back only of an acknowledgement that the sources confirmed", () => {
  expect(by("confirmed")).toContain("read back from Prometheus, Elastic and Kubernetes");
  expect(by("queued")).not.toContain("read back from");
  expect(by("sent")).toContain("not yet read back");
  expect(by("none")).toBe("Nobody has it");
  expect(joinNames([])).toBe("its source");
});

it("joins cause and change into the second line, and has none without a cause", () => {
  expect(causeSentence({ causes: [aCause()], changes: [aSuspectChange()] })).toBe(
    "orders-db: connection pool exhausted, after payments-api 2.13.2 to 2.14.0, 3 min 08 s before",
  );
  expect(causeSentence({ causes: [], changes: [aSuspectChange()] })).toBeNull();
});

it("puts what supports first by weight and what speaks against below", () => {
  const sorted = sortReasons([aReason("no", false, 1), aReason("weak", true, 0.1), aReason("strong", true, 0.9)]);
  expect(sorted.map(({ code }) => code)).toEqual(["strong", "weak", "no"]);
});

it("leaves out the weakest support when there is no room, never what speaks against", () => {
  const reasons = sortReasons([
    ...Array.from({ length: 6 }, (_, index) => aReason(`for ${index}`, true, index / 10)),
    aReason("against", false),
  ]);
  const { shown, hidden } = reasonsShown(reasons, false);
  expect(hidden).toBe(2);
  expect(shown.at(-1)?.code).toBe("against");
  expect(shown.map(({ code }) => code)).not.toContain("for 0");
  expect(reasonsShown(reasons, true)).toEqual({ shown: reasons, hidden: 0 });
});

it("calls an unknown cause unknown", () => {
  expect(causeTitle(aCause({ kind: "unknown", entityName: null, what: said("nothing stands out") }))).toBe(
    "Unknown: nothing stands out",
  );
});

it("shows the last value that is there beside the usual range, and nothing for a metric without values", () => {
  const metric = aMetric({ points: [[0, 8.234], [1, null]], unit: "s", expected: { low: 0.3, high: 0.9 } }); // prettier-ignore
  expect(metricFigure(metric)).toMatchObject({ value: "8.23 s", note: "expected 0.3 to 0.9" });
  expect(metricFigure(aMetric({ points: [[0, null]] }))).toBeNull();
});

it("counts seconds while young", () => {
  expect([59_000, 60_000, 1_148_000, 3_600_000].map(durationWords)).toEqual([
    "59 s",
    "1 min 00 s",
    "19 min 08 s",
    "1 h 00",
  ]);
});
