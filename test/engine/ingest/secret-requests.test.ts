import { expect, it } from "vitest";
import { SecretRequests } from "../../../electron/engine/ingest/secret-requests.ts";

it("gives each who asks the answer to his own request, in whatever order they come", async () => {
  const asked: [id: number, reference: string][] = [];
  const requests = new SecretRequests((...request) => asked.push(request));
  const [first, second] = [requests.find("env:A"), requests.find("env:B")];
  const [[one], [other]] = asked as [[number, string], [number, string]];
  requests.answer(other, { ok: true, value: "b" });
  requests.answer(one, { ok: true, value: "a" });
  requests.answer(one, { ok: true, value: "again" });
  expect(asked.map(([, reference]) => reference)).toEqual(["env:A", "env:B"]);
  expect(await Promise.all([first, second])).toEqual([
    { ok: true, value: "a" },
    { ok: true, value: "b" },
  ]);
});
