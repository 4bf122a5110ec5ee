/** Runs the engine process of the shell under plain Node, with the channel to its parent in the place of Electron's. */
import { pathToFileURL } from "node:url";

process.parentPort = {
  on: (_event, listener) => process.on("message", (data) => listener({ data, ports: [] })),
  postMessage: (message) => process.send(message),
};
await import(pathToFileURL(process.argv[2]).href);
