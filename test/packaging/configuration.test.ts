import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { expect, it } from "vitest";
import { parse } from "yaml";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const configuration = (): Record<string, unknown> => parse(read("electron-builder.yml"));

/** The packager's own description of what it takes. */
function problemsOf(wanted: unknown): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false });
  const validate = ajv.compile(JSON.parse(read("node_modules/app-builder-lib/scheme.json")));
  validate(wanted);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}

it("is a configuration that the packager understands", () => {
  expect(problemsOf(configuration())).toEqual([]);
});

it("would be refused with a key that the packager does not know", () => {
  expect(problemsOf({ ...configuration(), asarUnpak: [] })).not.toEqual([]);
});

it("names for each system the packages that people install there", () => {
  const { win, mac, linux } = configuration() as Record<string, { target: string[] }>;
  expect([win?.target, mac?.target, linux?.target]).toEqual([
    ["nsis", "zip"],
    ["dmg", "zip"],
    ["AppImage", "deb", "rpm"],
  ]);
});

it("names icons that are there", () => {
  const systems = configuration() as Record<string, { icon: string }>;
  for (const system of ["win", "mac", "linux"]) expect(existsSync(path.join(root, systems[system]!.icon))).toBe(true);
});
