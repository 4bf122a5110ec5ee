import { text } from "../../../shared/strings/index.ts";
import { CONFIG, DATA, DEMO, DONE, PROBLEM, type Command, type Input } from "../command.ts";
import { describeFinding, type Finding } from "../doctor/finding.ts";
import { checkFolder } from "../doctor/folder.ts";
import { checkClock, checkNode, checkSqlite, NEEDED_NODE_API } from "../doctor/runtime.ts";
import { configOf, dataFolderOf, engineFolderOf } from "../folders.ts";
import { sayLine, type CommandIo } from "../io.ts";

export const doctor: Command = {
  name: "doctor",
  summary: "commandLine.doctorSummary",
  detail: "commandLine.doctorDetail",
  options: [DATA, CONFIG, DEMO, { name: "full", help: "commandLine.optionFull" }],
  async run(input, io) {
    let badCount = 0;
    const tell = (findings: readonly Finding[]): void => {
      for (const finding of findings) sayLine(io.out, describeFinding(finding));
      badCount += findings.filter(({ level }) => level === "bad").length;
    };
    tell([checkNode(process.versions)]);
    tell(checkFolder(dataFolderOf(input, io)));
    if (Number(process.versions.napi) >= NEEDED_NODE_API) await checkRest(input, io, tell);
    sayLine(
      io.out,
      badCount === 0 ? text("commandLine.doctorWell") : text("commandLine.doctorBad", { count: badCount }),
    );
    return badCount === 0 ? DONE : PROBLEM;
  },
};

/** What loads the database's binary, and may only be loaded when Node is new enough. */
async function checkRest(input: Input, io: CommandIo, tell: (findings: readonly Finding[]) => void): Promise<void> {
  const sqlite = await checkSqlite(async () => (await import("../../engine/store/sqlite-version.ts")).sqliteVersion());
  tell([sqlite]);
  if (sqlite.level === "bad") return;
  const { checkDatabase } = await import("../doctor/database.ts");
  const { findings, newestAt, sources: ofForm } = checkDatabase(engineFolderOf(input, io), io.now(), input.has("full"));
  tell([...findings, checkClock(io.now(), newestAt)]);
  const { checkSecrets } = await import("../doctor/secrets.ts");
  const secrets = checkSecrets(dataFolderOf(input, io));
  tell([secrets]);
  const found = await configOf(input, io);
  if (found === undefined) return tell([{ level: "bad", what: { code: "commandLine.doctor.config", params: {} } }]);
  if (secrets.level === "bad") return;
  const { checkSources } = await import("../doctor/sources.ts");
  const { fileSecretStore } = await import("../../engine/secrets/file-store.ts");
  const { resolveSecret } = await import("../../engine/secrets/resolve.ts");
  const dataFolder = dataFolderOf(input, io);
  const places = { environment: io.environment, store: fileSecretStore(dataFolder), dataFolder };
  tell(
    await checkSources(
      [...found.config.sources, ...ofForm],
      async (reference) => resolveSecret(reference, places),
      io.stop,
    ),
  );
}
