import { describe, expect, it } from "vitest";
import {
  canonicalName,
  carrierOf,
  displayName,
  hintsOf,
  sameThing,
  siteOf,
} from "../../../electron/engine/pipeline/identify.ts";

describe("the names in an alert's labels", () => {
  it("come best first: a pod before its service before its host", () => {
    const hints = hintsOf("Latency", { instance: "10.0.0.7:9100", service: "checkout", pod: "checkout-7d9f" });
    expect(hints.map(({ namespace }) => namespace)).toEqual(["label/pod", "label/service", "label/instance"]);
  });

  it("leave an alert without any the name of its own, so that each alert has an entity", () => {
    expect(hintsOf("Watchdog", { severity: "none" })).toEqual([
      { namespace: "alert/name", value: "Watchdog", kind: "other" },
    ]);
  });

  it("say that a service is carried by its host, but not by its site", () => {
    expect(carrierOf(hintsOf("x", { service: "checkout", node: "n-1" }))).toMatchObject({ kind: "host", value: "n-1" });
    expect(carrierOf(hintsOf("x", { service: "checkout", site: "FRA" }))).toBeUndefined();
  });

  it("are one thing only when they agree", () => {
    expect(
      sameThing(hintsOf("x", { host: "db-1", instance: "db-1.example.com:9100" })).map((h) => h.namespace),
    ).toEqual(["label/host", "label/instance"]);
    expect(sameThing(hintsOf("x", { service: "checkout", app: "shop" }))).toHaveLength(1);
  });

  it("give the site under any of its labels", () => {
    expect(siteOf({ datacenter: "ams" })).toBe("ams");
    expect(siteOf({})).toBeNull();
  });
});

describe("the name under which tools meet", () => {
  const host = (value: string) => canonicalName({ kind: "host", value });

  it("of a machine has no port, scheme, path, domain or capitals", () => {
    expect(host("DB-1.shop.example.com:9100")).toBe("db-1");
    expect(host("https://db-1:8443/metrics")).toBe("db-1");
    expect(host("db-1")).toBe("db-1");
  });

  it("keeps addresses whole", () => {
    expect(host("10.0.0.7:9100")).toBe("10.0.0.7");
    expect(host("2001:db8::7")).toBe("2001:db8::7");
  });

  it("of a service keeps its dots", () => {
    expect(canonicalName({ kind: "service", value: "Shop.Checkout" })).toBe("shop.checkout");
  });
});

it("shows a machine without its exporter's port", () => {
  expect(displayName({ kind: "host", value: "DB-1:9100" })).toBe("DB-1");
});
