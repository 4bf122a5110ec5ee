import { keepCompiled } from "./compile-cache.ts";

// Before anything large is loaded.
keepCompiled();
// Whatever is written, also by libraries, is for the owner alone.
process.umask(0o077);
// A pipe that closes early, as `watchfloor export … | head` does, has had all it wanted.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});
const [{ runCommandLine }, { processIo }] = await Promise.all([import("./command-line.ts"), import("./io.ts")]);
process.exitCode = await runCommandLine(process.argv.slice(2), processIo());
