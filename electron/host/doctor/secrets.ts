import { fileSecretStore } from "../../engine/secrets/file-store.ts";
import { ExposedFile } from "../../engine/secrets/private-file.ts";
import { badMessage, good, type Finding } from "./finding.ts";

/** Whether the secret file can be read at all; each source's own secrets are checked with the source. */
export function checkSecrets(dataFolder: string): Finding {
  try {
    return good("secrets", { count: fileSecretStore(dataFolder).names().length });
  } catch (error) {
    const file = `${dataFolder}/secrets.json`;
    if (error instanceof ExposedFile)
      return badMessage({ code: "commandLine.secretExposedFile", params: { file, mode: error.mode } });
    const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    return badMessage({ code: "commandLine.doctor.secretsUnreadable", params: { file, reason } });
  }
}
