import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Failure } from "../../../shared/domain/source.ts";
import { INTERNAL_SECRETS } from "./internal.ts";
import { ExposedFile, NoPlainFile, readPrivateFile } from "./private-file.ts";
import { systemCredential, withoutLineEnd } from "./file-store.ts";
import { parseReference } from "./reference.ts";
import type { SecretStore } from "./store.ts";

type Resolved = { ok: true; value: string } | { ok: false; failure: Failure };

const misconfigured = (name: string, params: Record<string, string>): Resolved => ({
  ok: false,
  failure: { kind: "misconfigured", message: { code: `commandLine.${name}`, params } },
});

export type SecretPlaces = {
  environment: Readonly<Record<string, string | undefined>>;
  store: SecretStore;
  /** Nothing in it is a source's secret: tokens, keys and the database lie there. */
  dataFolder: string;
};

/** Longer than any password or token, far shorter than what somebody might want to read through a reference. */
const LONGEST_BYTES = 16 * 1024;

/**
 * Finds the secret behind a reference. Whoever may configure a source chooses both the reference and the server that the secret
 * is sent to, so what is no source's secret is not found: Watchfloor's own, and files that hold more than a line of text.
 * The answer of a failure names the reference, never a value.
 */
export function resolveSecret(reference: string, { environment, store, dataFolder }: SecretPlaces): Resolved {
  const parsed = parseReference(reference);
  if (parsed === undefined) return misconfigured("secretNoReference", {});
  if (parsed.kind === "file") return readSecretFile(parsed.path, dataFolder);
  if (parsed.kind === "keychain" && INTERNAL_SECRETS.includes(parsed.name))
    return misconfigured("secretOwn", { name: parsed.name });
  const value =
    parsed.kind === "env"
      ? environment[parsed.name]
      : (store.get(parsed.name) ?? systemCredential(parsed.name, environment.CREDENTIALS_DIRECTORY));
  if (value !== undefined && value !== "") return { ok: true, value };
  return misconfigured(parsed.kind === "env" ? "secretNoVariable" : "secretNotStored", { name: parsed.name });
}

/** Control characters but the tab, and what stands for bytes that are no text. */
const NO_TEXT = /[^\P{Cc}\t]|\ufffd/u;

function readSecretFile(file: string, dataFolder: string): Resolved {
  try {
    if (isInside(file, dataFolder)) return misconfigured("secretOwnFile", { file });
    const value = withoutLineEnd(readPrivateFile(file, LONGEST_BYTES + 1));
    if (value.length > LONGEST_BYTES || NO_TEXT.test(value))
      return misconfigured("secretNoText", { file, limit: String(LONGEST_BYTES) });
    return value === "" ? misconfigured("secretEmptyFile", { file }) : { ok: true, value };
  } catch (error) {
    if (error instanceof ExposedFile) return misconfigured("secretExposedFile", { file, mode: error.mode });
    if (error instanceof NoPlainFile) return misconfigured("secretNoText", { file, limit: String(LONGEST_BYTES) });
    const { code } = error as NodeJS.ErrnoException;
    return misconfigured("secretUnreadableFile", { file, reason: code ?? String(error) });
  }
}

/** Follows links on both sides. */
function isInside(file: string, folder: string): boolean {
  if (!existsSync(folder)) return false;
  const way = path.relative(realpathSync(folder), realpathSync(file));
  return way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
