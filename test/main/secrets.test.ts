import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { system } from "./electron-stand-in.ts";
import { aFreshSystem, folders, itemOf, says, startedShell, toldOf } from "./started.ts";

vi.mock("electron", () => import("./electron-stand-in.ts"));
aFreshSystem();

const file = () => path.join(folders.userData, "secrets.bin");
const given = (engine: Awaited<ReturnType<typeof startedShell>>) => toldOf(engine, "start")[0]!.message.secrets;

it("keeps what the engine wants kept, encrypted by the system and for the owner alone, and gives it back at the next start", async () => {
  const engine = await startedShell();
  expect(given(engine)).toEqual({ kind: "system", values: {} });
  says(engine, { kind: "keep-secrets", id: 4, values: { "am.token": "hush" } });
  await vi.waitFor(() =>
    expect(toldOf(engine, "secrets-kept")[0]!.message).toEqual({ kind: "secrets-kept", id: 4, problem: null }),
  );
  expect(readFileSync(file(), "utf8")).not.toContain("hush");
  expect(statSync(file()).mode & 0o777).toBe(0o600);

  system.reset(folders.userData);
  expect(given(await startedShell())).toEqual({ kind: "system", values: { "am.token": "hush" } });
  expect(system.dialogs).toEqual([]);
});

it("gives them to an engine that is started again", async () => {
  vi.useFakeTimers();
  const engine = await startedShell();
  says(engine, { kind: "keep-secrets", id: 0, values: { "am.token": "hush" } });
  await vi.waitFor(() => expect(toldOf(engine, "secrets-kept")).toHaveLength(1));
  engine.emit("exit", 1);
  vi.advanceTimersByTime(500);
  vi.useRealTimers();
  const { spawned } = await import("./started.ts");
  expect(given(spawned())).toEqual({ kind: "system", values: { "am.token": "hush" } });
});

it.each([
  ["a store whose password everybody knows", { backend: "basic_text", available: true }],
  ["no store at all", { backend: "unknown", available: false }],
])("takes %s as none: the engine keeps a private file, and the operator is told once", async (_name, storage) => {
  vi.spyOn(process, "platform", "get").mockReturnValue("linux");
  system.storage = storage;
  const engine = await startedShell();
  expect(given(engine)).toEqual({ kind: "file" });
  expect(system.dialogs).toEqual([
    { message: "Secrets are not encrypted", detail: expect.stringContaining(`found: ${storage.backend}`) },
  ]);
  expect(existsSync(file())).toBe(false);

  system.reset(folders.userData);
  system.storage = storage;
  await startedShell();
  expect(system.dialogs).toEqual([]);
  itemOf(system.menu, "Secrets are not encrypted").click!({ checked: false });
  expect(system.dialogs).toHaveLength(1);
});

it("says when a secret could not be kept", async () => {
  system.storage = { backend: "basic_text", available: true };
  vi.spyOn(process, "platform", "get").mockReturnValue("linux");
  const engine = await startedShell();
  says(engine, { kind: "keep-secrets", id: 1, values: {} });
  await vi.waitFor(() => expect(toldOf(engine, "secrets-kept")[0]!.message.problem).toMatch(/by itself/));
});

it("sets secrets aside that it cannot decipher, and says so", async () => {
  writeFileSync(file(), "of another machine");
  const engine = await startedShell();
  expect(given(engine)).toEqual({ kind: "system", values: {} });
  expect(readFileSync(`${file()}.undecipherable`, "utf8")).toBe("of another machine");
  expect(system.dialogs[0]!.detail).toContain("not sealed here");
});
