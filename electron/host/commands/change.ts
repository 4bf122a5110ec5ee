import { ORPCError } from "@orpc/client";
import { text, textOf } from "../../../shared/strings/index.ts";
import { Message } from "../../../shared/domain/message.ts";
import { DATA, DONE, PROBLEM, type Command, type Input } from "../command.ts";
import { dataFolderOf, instanceOf } from "../folders.ts";
import { sayLine, type CommandIo } from "../io.ts";
import { connectEngine, type RemoteEngine, type RemoteProblem } from "../remote-engine.ts";
import { BadUsage } from "../usage.ts";

type NewChange = Parameters<RemoteEngine["client"]["changes"]["add"]>[0];

/** A deployment script must not hang because the engine does. */
const WAIT_SECONDS = 30;

export const change: Command = {
  name: "change",
  summary: "commandLine.changeSummary",
  detail: "commandLine.changeDetail",
  options: [
    { name: "entity", placeholder: "NAME", help: "commandLine.optionEntity", required: true },
    { name: "summary", placeholder: "TEXT", help: "commandLine.optionSummary", required: true },
    { name: "detail", placeholder: "TEXT", help: "commandLine.optionDetail" },
    { name: "id", placeholder: "ID", help: "commandLine.optionId" },
    { name: "by", placeholder: "NAME", help: "commandLine.optionBy" },
    { name: "at", placeholder: "TIME", help: "commandLine.optionAt" },
    { name: "ended-at", placeholder: "TIME", help: "commandLine.optionEndedAt" },
    { name: "wait", placeholder: "SECONDS", help: "commandLine.optionWait" },
    DATA,
    { name: "url", placeholder: "URL", help: "commandLine.optionUrl" },
  ],
  async run(input, io) {
    const wanted = changeOf(input);
    const waitSeconds = waitOf(input);
    const target = targetOf(input, io);
    if (target === undefined) {
      sayLine(io.error, text("commandLine.noEngine", { folder: dataFolderOf(input, io) }));
      return PROBLEM;
    }
    const connected = await connectEngine(target.url, target.token);
    if (!connected.ok) {
      sayLine(io.error, describeRemote(connected.problem, target.url));
      return PROBLEM;
    }
    try {
      return await send(connected.engine, wanted, io, waitSeconds);
    } finally {
      connected.engine.close();
    }
  },
};

async function send({ client }: RemoteEngine, wanted: NewChange, io: CommandIo, waitSeconds: number): Promise<number> {
  const signal = AbortSignal.timeout(waitSeconds * 1000);
  try {
    const { id, entityName, newEntity } = await client.changes.add(wanted, { signal });
    sayLine(
      io.out,
      text(newEntity ? "commandLine.changeAddedNew" : "commandLine.changeAdded", { id, entity: entityName }),
    );
    return DONE;
  } catch (error) {
    if (signal.aborted) {
      sayLine(io.error, text("commandLine.changeUnanswered", { seconds: waitSeconds }));
      return PROBLEM;
    }
    if (!(error instanceof ORPCError)) throw error;
    const reason = Message.safeParse((error.data as { reason?: unknown } | undefined)?.reason);
    sayLine(
      io.error,
      text("commandLine.changeRefused", { reason: reason.success ? textOf(reason.data) : error.message }),
    );
    return PROBLEM;
  }
}

function waitOf(input: Input): number {
  const written = input.value("wait") ?? String(WAIT_SECONDS);
  const seconds = /^\d{1,3}$/.test(written) ? Number(written) : 0;
  if (seconds < 1 || seconds > 600) throw new BadUsage("commandLine.usageWait", { written });
  return seconds;
}

function changeOf(input: Input): NewChange {
  const optional = {
    detail: input.value("detail"),
    id: input.value("id"),
    by: input.value("by"),
    at: instantOf(input, "at"),
    endedAt: instantOf(input, "ended-at"),
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { entity: input.value("entity") ?? "", summary: input.value("summary") ?? "", ...given };
}

/** ISO 8601 with a zone, or epoch seconds as `date +%s` gives them. */
function instantOf(input: Input, option: string): number | undefined {
  const written = input.value(option);
  if (written === undefined) return undefined;
  const at = /^\d{9,11}$/.test(written)
    ? Number(written) * 1000
    : /(Z|[+-]\d\d:?\d\d)$/.test(written)
      ? Date.parse(written)
      : Number.NaN;
  if (Number.isNaN(at)) throw new BadUsage("commandLine.usageTime", { option, written });
  return at;
}

/** The engine that was named, else the one that runs on the data folder. Its token comes from the environment alone: arguments stand in the process list. */
function targetOf(input: Input, io: CommandIo): { url: string; token: string } | undefined {
  const url = input.value("url");
  if (url === undefined) return instanceOf(dataFolderOf(input, io));
  const token = io.environment.WATCHFLOOR_TOKEN ?? "";
  if (token === "") throw new BadUsage("commandLine.usageUrlNeedsToken");
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new BadUsage("commandLine.usageUrl", { written: url });
  return { url, token };
}

const describeRemote = (problem: RemoteProblem, url: string): string =>
  problem.kind === "refused"
    ? text(problem.status === 401 ? "commandLine.engineRefusedToken" : "commandLine.engineRefused", {
        url,
        status: String(problem.status),
      })
    : text("commandLine.engineUnreachable", { url, reason: problem.reason });
