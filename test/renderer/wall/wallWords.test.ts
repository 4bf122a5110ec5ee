import { expect, it } from "vitest";
import { rateFigure } from "../../../renderer/wall/wallRate.ts";
import { lineFit } from "../../../renderer/wall/wallTitle.ts";
import { wallWords } from "../../../renderer/wall/wallWords.ts";
import { anIncident, said } from "../../builders/incident.ts";

const down = (host: string) => anIncident({ headline: said(`${host} is down`), cause: null });

it("names hosts without their domains, and in full where two on the wall would look the same", () => {
  expect(wallWords([down("sw-01.corp.example"), down("sw-02.corp.example")]).map(({ title }) => title)).toEqual([
    "sw-01 is down",
    "sw-02 is down",
  ]);
  expect(wallWords([down("sw-01.rome.example"), down("sw-01.paris.example")])[0]?.title).toBe(
    "sw-01.rome.example is down",
  );
});

it("names the entity of the cause once", () => {
  const cause = (name: string, what: string) =>
    wallWords([anIncident({ cause: { entityId: null, entityName: name, what: said(what), probability: 1 } })])[0]
      ?.cause;
  expect(cause("sw-01", "SW-01.corp.example: fan 2 failed")).toEqual({ name: "", what: "SW-01: fan 2 failed" });
  expect(cause("orders-db", "no free connections")).toEqual({ name: "orders-db", what: "no free connections" });
});

it("lets a title that is too long for its line take two", () => {
  expect([lineFit(34), lineFit(35), lineFit(42), lineFit(43)]).toEqual([
    "one-line",
    "condensed",
    "condensed",
    "two-lines",
  ]);
});

it("shows the last whole ten minutes, and those that run once they have more", () => {
  expect([rateFigure([5, 1_200, 900]), rateFigure([5, 7, 7]), rateFigure([5, 7, 8]), rateFigure([])]).toEqual([
    "1,200",
    "7",
    "8 so far",
    "0",
  ]);
});
