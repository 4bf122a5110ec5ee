/** The entry of the shell's engine process. Electron's documentation calls `process.parentPort` the way to its parent. */
import type { FromEngineProcess, ToEngineProcess } from "../../shared/contract/shell.ts";
import type { MessagePortLike } from "./api/serve-port.ts";
import { startIngestThread } from "./ingest-start.ts";
import { EngineProcess } from "./utility/engine-process.ts";

/** https://www.electronjs.org/docs/latest/api/parent-port */
type ParentPort = {
  on(event: "message", listener: (event: { data: ToEngineProcess; ports: MessagePortLike[] }) => void): void;
  postMessage(message: FromEngineProcess): void;
};

const { parentPort } = process as unknown as { parentPort?: ParentPort };
if (parentPort === undefined) throw new Error("this file is forked by the shell; in plain Node run the host instead");

// Whatever is written, also by libraries, is for the owner alone.
process.umask(0o077);
const engine = new EngineProcess({
  tell: (message) => parentPort.postMessage(message),
  exit: (code) => process.exit(code),
  environment: process.env,
  platform: process.platform,
  now: Date.now,
  log: (line) => process.stderr.write(`${new Date().toISOString()} ${line}\n`),
  ingest: startIngestThread(),
});
parentPort.on("message", ({ data, ports }) => engine.receive(data, ports));
