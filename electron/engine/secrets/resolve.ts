import type { Failure } from "../../../shared/domain/source.ts";
import { ExposedFile, readPrivateFile } from "./private-file.ts";
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
};

/** Finds the secret behind a reference. The answer of a failure names the reference, never a value. */
export function resolveSecret(reference: string, { environment, store }: SecretPlaces): Resolved {
  const parsed = parseReference(reference);
  if (parsed === undefined) return misconfigured("secretNoReference", {});
  if (parsed.kind === "file") return readSecretFile(parsed.path);
  const value =
    parsed.kind === "env"
      ? environment[parsed.name]
      : (store.get(parsed.name) ?? systemCredential(parsed.name, environment.CREDENTIALS_DIRECTORY));
  if (value !== undefined && value !== "") return { ok: true, value };
  return misconfigured(parsed.kind === "env" ? "secretNoVariable" : "secretNotStored", { name: parsed.name });
}

function readSecretFile(file: string): Resolved {
  try {
    const value = withoutLineEnd(readPrivateFile(file));
    return value === "" ? misconfigured("secretEmptyFile", { file }) : { ok: true, value };
  } catch (error) {
    if (error instanceof ExposedFile) return misconfigured("secretExposedFile", { file, mode: error.mode });
    const { code } = error as NodeJS.ErrnoException;
    return misconfigured("secretUnreadableFile", { file, reason: code ?? String(error) });
  }
}
