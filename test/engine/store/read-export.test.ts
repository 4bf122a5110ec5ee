import { afterEach, beforeEach, expect, it } from "vitest";
import { allAlerts, allIncidents } from "../../../electron/engine/store/read-export.ts";
import { DEFAULT, Estate, NIGHT, scope } from "../../builders/estate.ts";

let estate: Estate;
beforeEach(() => void (estate = new Estate()));
afterEach(() => estate.close());

const OTHER = scope("other");

it.each([499, 500, 501, 1_000])("gives each of %i alerts once, in the order of their first report", (count) => {
  estate.db.transaction(() => {
    for (let number = 0; number < count; number++)
      estate.alert({ name: `Alert${number}`, state: number % 3 === 0 ? "resolved" : "firing" });
  })();
  const names = [...allAlerts(estate.reader, [DEFAULT])].map((alert) => alert.name);
  expect(names).toEqual(Array.from({ length: count }, (_, number) => `Alert${number}`));
});

it("gives open and resolved incidents of the scopes, and none that another one took in", () => {
  for (const id of ["INC-AAAA", "INC-BBBB", "INC-CCCC"]) estate.incident(id, [estate.alert()]);
  estate.incident("INC-DDDD", [estate.alert({ scope: OTHER })]);
  estate.log({ kind: "tick" });
  estate.propose(
    [
      { kind: "resolve", incidentId: "INC-AAAA" as never, at: NIGHT + 1 },
      { kind: "merge", incidentId: "INC-CCCC" as never, absorbed: "INC-BBBB" as never, at: NIGHT + 1, reasons: [] },
    ],
    NIGHT,
  );
  const ids = (scopes = [DEFAULT]) => [...allIncidents(estate.reader, scopes, NIGHT)].map((incident) => incident.id);
  expect(ids()).toEqual(["INC-AAAA", "INC-CCCC"]);
  expect(ids([OTHER])).toEqual(["INC-DDDD"]);
  expect(ids([])).toEqual([]);
});
