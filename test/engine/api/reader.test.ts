import { afterEach, beforeEach, expect, it } from "vitest";
import { type Reader, ReaderStopped, startReader } from "../../../electron/engine/api/reader.ts";
import { DEFAULT, Estate, scope } from "../../builders/estate.ts";

const SCRIPT = new URL("../../../electron/engine/search.worker.ts", import.meta.url);

let estate: Estate;
let reader: Reader;
beforeEach(() => {
  estate = new Estate();
  estate.entity("orders-db");
  reader = startReader(estate.file, SCRIPT);
});
afterEach(async () => {
  await reader.close();
  estate.close();
});

const find = (text: string, scopes = [DEFAULT]) => reader.read("findText", scopes, { text, limit: 5 });

it("answers each question with its own answer, by scope, and sees what is committed later", async () => {
  const answers = await Promise.all([find("orders"), find("nothing"), find("orders", [scope("bank")])]);
  expect(answers.map((hits) => hits.length)).toEqual([1, 0, 0]);
  estate.entity("orders-queue");
  expect(await find("orders")).toHaveLength(2);
});

it("rejects a question that cannot be answered and goes on", async () => {
  await expect(reader.read("alertRate", [DEFAULT], null as never)).rejects.toThrow(TypeError);
  expect(await find("orders")).toHaveLength(1);
  expect(reader.restarts()).toBe(0);
});

it("rejects what it held when its worker stopped, and the next question starts it anew", async () => {
  await find("orders");
  const held = find("orders");
  await reader.close();
  await expect(held.catch((error: unknown) => error)).resolves.toBeInstanceOf(ReaderStopped);
  expect(await find("orders")).toHaveLength(1);
  expect(reader.restarts()).toBe(1);
});
