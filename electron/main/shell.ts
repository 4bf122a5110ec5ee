import path from "node:path";
import { app, ipcMain, Menu, powerMonitor, session } from "electron";
import type { ConnectChannel, FromEngineProcess } from "../../shared/contract/shell.ts";
import type { Message } from "../../shared/domain/message.ts";
import { text, textOf } from "../../shared/strings/index.ts";
import type { ShellArguments } from "./arguments.ts";
import { Desk } from "./desk.ts";
import { askAfterRefusal, warn } from "./dialogs.ts";
import { Engine } from "./engine.ts";
import { guardPermissions } from "./guards.ts";
import { type MenuContext, windowMenu } from "./menu.ts";
import { Notices } from "./notices.ts";
import { isOwnFrame } from "./origin.ts";
import { servePage } from "./scheme.ts";
import { openSecrets, type ShellSecrets } from "./secrets.ts";
import { openState, type StateFile } from "./state.ts";
import { TrayIcon } from "./tray-icon.ts";
import { lookForUpdates } from "./updates.ts";
import { Walls } from "./walls.ts";

const CONNECT: ConnectChannel = "engine:connect";
/** This many ends of the engine in a row are told to the operator. */
const TELL_AFTER_ENDS = 3;

const log = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

/** Starts everything once the app is ready. `built` is the folder of the built program, with `electron/` and `renderer/`. */
export async function startShell(given: ShellArguments, built: string): Promise<void> {
  const folder = app.getPath("userData");
  const secrets = await openSecrets(path.join(folder, "secrets.bin"));
  guardPermissions(session.defaultSession);
  servePage(path.join(built, "renderer"));
  new Shell(given, built, openState(path.join(folder, "shell.json"), log), secrets).start();
}

/** Joins the parts: windows to the engine, the engine's words to tray and notices, the operator's choices to all. */
class Shell {
  readonly #given: ShellArguments;
  readonly #state: StateFile;
  readonly #secrets: ShellSecrets;
  readonly #engine: Engine;
  readonly #desk: Desk;
  readonly #walls: Walls;
  readonly #notices: Notices;
  readonly #tray: TrayIcon;
  readonly #menu: MenuContext;
  #ending = false;
  #ended = false;

  constructor(given: ShellArguments, built: string, state: StateFile, secrets: ShellSecrets) {
    this.#given = given;
    this.#state = state;
    this.#secrets = secrets;
    this.#engine = new Engine({
      file: path.join(built, "electron", "engine.js"),
      start: () => ({
        kind: "start",
        arguments: { dataFolder: given.dataFolder, configFile: given.configFile, demo: given.demo },
        secrets: secrets.place(),
        listen: state.current.listen,
      }),
      onMessage: (message) => this.#hear(message),
      onEnded: (count) => {
        if (count === TELL_AFTER_ENDS) warn(text("shell.engineFails"), text("shell.engineFailsHint", { count }));
      },
      log,
    });
    this.#desk = new Desk(state, () => state.current.keepWatching && !this.#ending);
    this.#walls = new Walls(state, {
      onChanged: () => this.#updateMenus(),
      isEnding: () => this.#ending,
    });
    this.#notices = new Notices(
      () => state.current.notify,
      (incidentId) => this.#desk.show(incidentId),
    );
    this.#menu = {
      state,
      walls: this.#walls,
      secretsWarning: secrets.warning,
      showDesk: () => this.#desk.show(),
      showSecretsWarning: () => warn(text("shell.insecureTitle"), secrets.warning ?? ""),
      setListening: (listen) => {
        state.change({ listen });
        this.#engine.tell({ kind: "listen", on: listen });
      },
      checkUpdates: () => this.#update(),
      changed: () => this.#updateMenus(),
    };
    this.#tray = new TrayIcon(path.join(built, "..", "assets", "tray.png"), this.#menu);
  }

  start(): void {
    ipcMain.on(CONNECT, ({ sender, senderFrame }) => {
      if (!isOwnFrame(senderFrame)) return;
      if (this.#walls.owns(sender)) this.#engine.connect(senderFrame, "wall");
      else if (this.#desk.owns(sender)) this.#engine.connect(senderFrame, "desk");
    });
    powerMonitor.on("resume", () => this.#engine.tell({ kind: "woke" }));
    app.on("second-instance", () => this.#desk.show());
    app.on("activate", () => this.#desk.show());
    app.on("window-all-closed", () => this.#state.current.keepWatching || app.quit());
    app.on("before-quit", (event) => this.#end(event));
    this.#engine.start();
    const walls = this.#walls.start();
    if (!this.#given.wall || walls === 0) this.#desk.show();
    this.#updateMenus();
    this.#tellAboutSecrets();
    this.#update();
  }

  #hear(message: FromEngineProcess): void {
    switch (message.kind) {
      case "refused":
        return void this.#afterRefusal(message.problem);
      case "keep-secrets":
        return void this.#keep(message.id, message.values);
      case "listening":
        if (message.problem !== null) warn(text("shell.listenFailedTitle"), textOf(message.problem));
        return;
      case "incidents":
        this.#notices.update(message.waiting, message.count, Date.now());
        return this.#tray.updateTip(message.waiting, message.count);
      case "running":
      case "closed":
    }
  }

  async #keep(id: number, values: Record<string, string>): Promise<void> {
    const problem = await this.#secrets.keep(values).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    this.#engine.tell({ kind: "secrets-kept", id, problem });
  }

  async #afterRefusal(problem: Message): Promise<void> {
    if (await askAfterRefusal(problem)) this.#engine.restart();
    else app.quit();
  }

  #tellAboutSecrets(): void {
    const { warning } = this.#secrets;
    if (warning === null) return;
    log(warning);
    if (this.#state.current.toldInsecure) return;
    this.#state.change({ toldInsecure: true });
    warn(text("shell.insecureTitle"), warning);
  }

  #update(): void {
    const { updateFeed } = this.#state.current;
    if (updateFeed !== null) void lookForUpdates(updateFeed, log);
  }

  #updateMenus(): void {
    Menu.setApplicationMenu(Menu.buildFromTemplate(windowMenu(this.#menu)));
    this.#tray.updateMenu();
  }

  /** The app ends when the engine has put everything away. */
  #end(event: { preventDefault(): void }): void {
    if (this.#ended) return;
    event.preventDefault();
    if (this.#ending) return;
    this.#ending = true;
    void this.#engine.close().then(() => {
      this.#ended = true;
      app.quit();
    });
  }
}
