import { enableCompileCache } from "node:module";
import { runCommandLine } from "./command-line.ts";
import { processIo } from "./io.ts";

enableCompileCache();
// Whatever is written, also by libraries, is for the owner alone.
process.umask(0o077);
// A pipe that closes early, as `watchfloor export … | head` does, has had all it wanted.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});
process.exitCode = await runCommandLine(process.argv.slice(2), processIo());
