import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort, Program } from "../../servers/program.ts";

const HOST = "127.0.0.1";
const CONFIG = "route: {receiver: nobody, group_by: [service]}\nreceivers: [{name: nobody}]\n";

/** The real Alertmanager on a free port, with nobody to notify. */
export class BenchAlertmanager {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "watchfloor-alertmanager-"));
  #program: Program | undefined;
  url = "";

  async start(command: string): Promise<void> {
    const config = path.join(this.#folder, "alertmanager.yml");
    writeFileSync(config, CONFIG);
    this.url = `http://${HOST}:${await freePort()}`;
    const args = [
      `--config.file=${config}`,
      `--storage.path=${this.#folder}/data`,
      `--web.listen-address=${new URL(this.url).host}`,
      "--cluster.listen-address=",
    ];
    this.#program = new Program(command, args, this.url, path.join(this.#folder, "log"));
    await this.#program.start();
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
