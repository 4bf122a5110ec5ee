import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankComponents } from "../../../../../electron/engine/analysis/causes/metrics/rankComponents.ts";
import { aFaultCase, slowBelow } from "../../../../builders/faultCase.ts";

const orderOf = (fault: Parameters<typeof aFaultCase>[0]): string[] =>
  rankComponents(aFaultCase(fault)).ranked.map(({ component }) => component);

describe("the cause of a fault", () => {
  it("is the deepest of the components that became slow, not the one that is slowest", () => {
    expect(orderOf({ slow: { shop: 9, cart: 8, stock: 6, store: 5 } })[0]).toBe("store");
  });

  it("is the component that has none below it which explains it", () => {
    expect(orderOf({ slow: { shop: 4, payment: 6 } })[0]).toBe("payment");
  });

  it("is the one whose processor is busy when its callers are as slow as itself", () => {
    expect(orderOf({ slow: { shop: 3, cart: 3, stock: 3, store: 1.5 }, busy: { stock: 5 } })[0]).toBe("stock");
  });

  it("shows in errors where these are what deviates", () => {
    expect(orderOf({ failing: { shop: 0.4, payment: 0.5, bank: 0.6 } })[0]).toBe("bank");
  });

  it("is not what the target does not depend on", () => {
    const fault = aFaultCase({ slow: { shop: 3, cart: 3, bank: 6 } });
    const cut = fault.dependencies.filter(([from]) => from !== "payment");
    const { ranked } = rankComponents({ ...fault, dependencies: cut });
    expect(ranked[0]?.component).toBe("cart");
    expect(ranked.find(({ component }) => component === "bank")?.reasons).toContainEqual({ kind: "noPathFromTarget" });
  });

  it("is unknown when nothing deviates", () => {
    const { ranked, unknown } = rankComponents(aFaultCase());
    expect(unknown).toBeGreaterThan(0.5);
    expect(ranked[0]!.probability).toBeLessThan(0.2);
  });

  it("is not load that all components share", () => {
    const all = { shop: 2, cart: 2, payment: 2, stock: 2, bank: 2, store: 2 };
    expect(rankComponents(aFaultCase({ busy: all })).unknown).toBeGreaterThan(0.4);
    expect(orderOf({ busy: { ...all, bank: 12 } })[0]).toBe("bank");
  });

  it("is nearer behind a network address than at it", () => {
    const renamed = (name: string): string => (name === "payment" ? "payment.example.com" : name);
    const fault = aFaultCase({ slow: { shop: 4, payment: 6, cart: 6 } });
    const { ranked } = rankComponents({
      ...fault,
      candidates: fault.candidates.map(renamed),
      dependencies: fault.dependencies.map(([from, to]) => [renamed(from), renamed(to)] as const),
      measurements: new Map([...fault.measurements].map(([name, metrics]) => [renamed(name), metrics])),
    });
    expect(ranked[0]?.component).toBe("cart");
    expect(ranked[1]).toMatchObject({ component: "payment.example.com" });
  });

  it("says what deviates by how much, and what explains it", () => {
    const { ranked } = rankComponents(aFaultCase({ slow: { shop: 6, payment: 6 } }));
    expect(ranked[0]).toMatchObject({ component: "payment", reasons: [{ kind: "deviates", metric: "latency.p90" }] });
    const shop = ranked.find(({ component }) => component === "shop");
    expect(shop?.reasons).toContainEqual(
      expect.objectContaining({ kind: "explainedBy", dependency: "payment", metric: "latency.p90" }),
    );
  });
});

it("finds nine of ten single faults of any component and strength, and is sure of them", () => {
  const components = aFaultCase().candidates;
  let found = 0;
  let said = 0;
  const rounds = 60;
  for (let seed = 1; seed <= rounds; seed++) {
    const root = components[seed % components.length]!;
    const { ranked } = rankComponents(aFaultCase({ seed, slow: slowBelow(root, 1.5 + (seed % 5)) }));
    if (ranked[0]!.component === root) found++;
    said += ranked[0]!.probability;
  }
  expect(found / rounds).toBeGreaterThan(0.9);
  expect(said / rounds).toBeGreaterThan(0.8);
});

it("gives numbers that sum to one for any finite or missing input", () => {
  const value = fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constantFrom(Number.NaN, 0, 1e12));
  const values = fc.array(value, { maxLength: 40 }).map((list) => Float64Array.from(list));
  const measured = fc.record({ baseline: values, before: values, window: values });
  fc.assert(
    fc.property(fc.array(measured, { minLength: 3, maxLength: 3 }), ([shop, cart, bank]) => {
      const measurements = new Map([
        ["shop", new Map([["latency", shop!]])],
        ["cart", new Map([["latency", cart!]])],
        ["bank", new Map([["cpu", bank!]])],
      ]);
      const { ranked, unknown } = rankComponents({ ...aFaultCase(), measurements });
      const sum = ranked.reduce((total, { probability }) => total + probability, unknown);
      return ranked.length === 6 && Math.abs(sum - 1) < 1e-9;
    }),
  );
});
