import { openDatabase } from "../../../electron/engine/store/database.ts";

/** A process of its own that opens a database, says how that went, and holds on until it is killed. */
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: hold-lock.ts FILE");
const opened = openDatabase(file, { now: 1_700_000_000_000 });
console.log(opened.ok ? "open" : opened.problem.kind);
setInterval(() => undefined, 1_000);
