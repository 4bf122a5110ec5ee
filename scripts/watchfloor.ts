/** The command line from the sources, without a build: Node strips the types. */
import "../electron/host/cli.ts";
