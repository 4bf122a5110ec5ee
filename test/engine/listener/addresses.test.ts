import os from "node:os";
import { expect, it } from "vitest";
import { isLoopback, ownAddresses, reachableUrl } from "../../../electron/engine/listener/addresses.ts";

it("knows loopback under each of its names", () => {
  expect(["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost"].map(isLoopback)).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(["0.0.0.0", "10.0.0.1", "127.0.0.1.evil.example", "localhost.evil.example"].map(isLoopback)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

it("answers to loopback names only when it listens there", () => {
  expect([...ownAddresses("127.0.0.1", 7780, undefined).hosts]).toEqual([
    "127.0.0.1:7780",
    "localhost:7780",
    "[::1]:7780",
  ]);
  expect([...ownAddresses("10.1.2.3", 7780, undefined).hosts]).toEqual(["10.1.2.3:7780"]);
});

it("answers to the machine's names when it listens everywhere", () => {
  const { hosts, origins } = ownAddresses("0.0.0.0", 7780, undefined);
  expect(hosts).toContain(`${os.hostname().toLowerCase()}:7780`);
  expect(hosts).toContain("127.0.0.1:7780");
  expect(origins).toContain("http://127.0.0.1:7780");
  expect(hosts).not.toContain("0.0.0.0.evil.example:7780");
});

it("writes a port only where the scheme does not imply it", () => {
  expect(ownAddresses("127.0.0.1", 80, undefined).origins).toContain("http://127.0.0.1");
  expect(ownAddresses("127.0.0.1", 80, undefined).hosts).toContain("127.0.0.1");
  expect(ownAddresses("127.0.0.1", 443, undefined).hosts).toContain("127.0.0.1:443");
  expect([...ownAddresses("10.1.2.3", 7780, "https://floor.example.com").hosts]).toEqual([
    "10.1.2.3:7780",
    "floor.example.com",
    "floor.example.com:443",
  ]);
});

it("prints an address that works on this machine, or the public one", () => {
  expect(reachableUrl("0.0.0.0", 1, undefined)).toBe("http://127.0.0.1:1");
  expect(reachableUrl("::1", 1, undefined)).toBe("http://[::1]:1");
  expect(reachableUrl("127.0.0.1", 1, "https://floor.example.com/")).toBe("https://floor.example.com");
});
