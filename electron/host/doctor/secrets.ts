import { fileSecretStore } from "../../engine/secrets/file-store.ts";
import { ExposedFile, MalformedFile } from "../../engine/secrets/private-file.ts";
import { badMessage, good, type Finding } from "./finding.ts";

/** Whether the secret file can be read at all; each source's own secrets are checked with the source. */
export function checkSecrets(dataFolder: string): Finding {
  try {
    return good("secrets", { count: fileSecretStore(dataFolder).names().length });
  } catch (error) {
    if (error instanceof ExposedFile)
      return badMessage({ code: "commandLine.secretExposedFile", params: { file: error.file, mode: error.mode } });
    if (error instanceof MalformedFile)
      return badMessage({
        code: "commandLine.doctor.secretsUnreadable",
        params: { file: error.file, reason: error.reason },
      });
    throw error;
  }
}
