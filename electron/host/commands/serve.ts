import type { Message } from "../../../shared/domain/message.ts";
import { text } from "../../../shared/strings/index.ts";
import { engineFolder } from "../../engine/config/data-folder.ts";
import type { ListenerConfig } from "../../engine/config/file-schema.ts";
import { isLoopback } from "../../engine/listener/addresses.ts";
import { startIngestThread } from "../../engine/ingest-start.ts";
import { openTokenFile } from "../../engine/listener/token-file.ts";
import { createTokens } from "../../engine/listener/tokens.ts";
import { deskUrl } from "../addresses.ts";
import { CONFIG, DATA, DONE, PROBLEM, type Command, type Input } from "../command.ts";
import { configOf, dataFolderOf, instanceOf, sayProblem } from "../folders.ts";
import { sayLine, type CommandIo } from "../io.ts";
import type { Host } from "../host.ts";
import { openBrowser } from "../open-browser.ts";
import { operatorName } from "../operator.ts";
import { wholeNumber } from "../usage.ts";

/** A stop that hangs is cut short. */
const CLOSE_WITHIN_MS = 10_000;

export const serve: Command = {
  name: "serve",
  summary: "commandLine.serveSummary",
  detail: "commandLine.serveDetail",
  options: [
    CONFIG,
    DATA,
    { name: "port", placeholder: "N", help: "commandLine.optionPort" },
    { name: "host", placeholder: "HOST", help: "commandLine.optionHost" },
    { name: "demo", help: "commandLine.optionDemo" },
    { name: "open", help: "commandLine.optionOpen" },
  ],
  async run(input, io) {
    const { stop } = io; // from now on a signal asks, and what has begun is put away
    const dataFolder = dataFolderOf(input, io);
    const ingest = startIngestThread();
    const found = await configOf(input, io);
    if (found === undefined) return PROBLEM;
    const listener = listenerOf(input, found.config.listener);
    const demo = input.has("demo");
    const [{ prepareFolder }, { startHost }, { engineParts }] = await Promise.all([
      import("../prepare-folder.ts"),
      import("../host.ts"),
      import("../wire-engine.ts"),
    ]);

    const prepared = prepareFolder(engineFolder(dataFolder, demo), dataFolder, io.now());
    if (prepared.kind === "taken") return explainRunning(dataFolder, prepared.pid, input, io);
    if (prepared.kind === "unusable") {
      sayProblem(io, prepared.problem);
      return PROBLEM;
    }
    const log = (line: string): void => sayLine(io.error, `${new Date(io.now()).toISOString()} ${line}`);
    const config = { ...found.config, listener };
    const { environment, now } = io;
    const started = await startHost({ parts: engineParts(ingest), dataFolder, demo, config, environment, now, log });
    if (!started.ok) {
      sayProblem(io, started.problem);
      return PROBLEM;
    }
    const { host } = started;
    sayLine(io.out, text("commandLine.ready", { url: host.deskUrl }));
    sayLine(io.out, text("commandLine.readyWall", { url: host.wallUrl }));
    if (!isLoopback(listener.host) && !host.url.startsWith("https:"))
      sayLine(io.error, text("commandLine.warnPlainNetwork", { host: listener.host }));
    if (input.has("open") && !(await openBrowser(host.deskUrl, io))) sayLine(io.error, text("commandLine.noBrowser"));
    const problem = await Promise.race([stopped(stop), problemWith(host)]);
    if (problem !== undefined) sayProblem(io, problem);
    else log(text("commandLine.logStopping"));
    const closed = await Promise.race([
      host.close().then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), CLOSE_WITHIN_MS).unref()),
    ]);
    if (closed) return problem === undefined ? DONE : PROBLEM;
    log(text("commandLine.logStopHangs"));
    return PROBLEM;
  },
};

function listenerOf(input: Input, fromFile: ListenerConfig): ListenerConfig {
  const port = input.value("port");
  return {
    ...fromFile,
    host: input.value("host") ?? fromFile.host,
    port: port === undefined ? fromFile.port : wholeNumber("port", port, 0, 65_535),
  };
}

/** A second instance: says who works on the folder, and gives the address of that one. */
async function explainRunning(
  dataFolder: string,
  pid: number | undefined,
  input: Input,
  io: CommandIo,
): Promise<number> {
  sayLine(
    io.error,
    text(pid === undefined ? "commandLine.alreadyRunningUnknown" : "commandLine.alreadyRunning", {
      folder: dataFolder,
      pid: String(pid),
    }),
  );
  const running = instanceOf(dataFolder);
  if (running === undefined) return PROBLEM;
  const tokens = createTokens(openTokenFile(dataFolder), io.now);
  const url = deskUrl(running.url, tokens.issueStart(operatorName()));
  sayLine(io.out, text("commandLine.alreadyRunningAt", { url }));
  return input.has("open") && (await openBrowser(url, io)) ? DONE : PROBLEM;
}

/** Never comes when there is none. */
const problemWith = ({ ready }: Host): Promise<Message> =>
  new Promise((resolve, reject) => {
    ready.then((problem) => problem !== undefined && resolve(problem), reject);
  });

const stopped = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
