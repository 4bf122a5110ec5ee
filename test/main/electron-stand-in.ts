/**
 * Stands in for the `electron` module, so that the shell's real code runs in plain Node. It does nothing by itself: it
 * remembers what it was told, and tests play the system's part through `system`.
 */
import { EventEmitter } from "node:events";

type Handler = (...values: never[]) => unknown;
type Ports = readonly StandInPort[];

export class StandInPort {
  readonly channel: number;
  constructor(channel: number) {
    this.channel = channel;
  }
}

let channels = 0;
export class MessageChannelMain {
  readonly port1: StandInPort;
  readonly port2: StandInPort;
  constructor() {
    channels += 1;
    this.port1 = new StandInPort(channels);
    this.port2 = new StandInPort(channels);
  }
}

/** A frame of a page, which receives ports. */
export class StandInFrame {
  readonly received: { channel: string; ports: Ports }[] = [];
  url: string;
  parent: StandInFrame | null = null;
  gone = false;
  constructor(url: string) {
    this.url = url;
  }
  isDestroyed(): boolean {
    return this.gone;
  }
  postMessage(channel: string, _message: unknown, ports: Ports): void {
    this.received.push({ channel, ports });
  }
}

export class StandInContents extends EventEmitter {
  readonly mainFrame = new StandInFrame("about:blank");
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
}

type Bounds = { x: number; y: number; width: number; height: number };

export class BrowserWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: Record<string, unknown>;
  bounds: Bounds;
  visible = false;
  maximised = false;
  gone = false;
  loads: string[] = [];
  reloads = 0;
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    const { x = 0, y = 0, width = 800, height = 600 } = options as Partial<Bounds>;
    this.bounds = { x, y, width, height };
    system.windows.push(this);
    app.emit("web-contents-created", {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.loads.push(url);
    this.webContents.mainFrame.url = url;
    this.emit("ready-to-show");
  }
  reload(): void {
    this.reloads += 1;
  }
  show(): void {
    this.visible = true;
  }
  hide(): void {
    this.visible = false;
  }
  focus(): void {}
  restore(): void {}
  maximize(): void {
    this.maximised = true;
  }
  isMaximized(): boolean {
    return this.maximised;
  }
  isMinimized(): boolean {
    return false;
  }
  isDestroyed(): boolean {
    return this.gone;
  }
  getNormalBounds(): Bounds {
    return this.bounds;
  }
  setBounds(bounds: Bounds): void {
    this.bounds = bounds;
  }
  /** As when a person closes it. */
  close(): void {
    const event = anEvent();
    this.emit("close", event);
    if (!event.prevented) this.destroy();
  }
  destroy(): void {
    this.gone = true;
    system.windows.splice(system.windows.indexOf(this), 1);
    this.emit("closed");
  }
}

/** A forked process. Tests let it spawn, speak and end. */
export class StandInProcess extends EventEmitter {
  readonly file: string;
  readonly told: { message: { kind: string; [key: string]: unknown }; ports: Ports }[] = [];
  killed = false;
  constructor(file: string) {
    super();
    this.file = file;
  }
  postMessage(message: { kind: string }, ports: Ports = []): void {
    this.told.push({ message, ports });
  }
  kill(): boolean {
    this.killed = true;
    this.emit("exit", 0);
    return true;
  }
}

type NotificationOptions = { title: string; body: string; urgency: string };
export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  readonly options: NotificationOptions;
  constructor(options: NotificationOptions) {
    super();
    this.options = options;
  }
  show(): void {
    system.notifications.push(this);
  }
}

export type MenuItem = {
  label?: string;
  role?: string;
  checked?: boolean;
  submenu?: MenuItem[];
  click?(item: { checked: boolean }): void;
};

export class Tray extends EventEmitter {
  tip = "";
  menu: MenuItem[] = [];
  constructor() {
    super();
    system.tray = this;
  }
  setToolTip(tip: string): void {
    this.tip = tip;
  }
  setContextMenu(menu: MenuItem[]): void {
    this.menu = menu;
  }
}

/** What the system did, holds and answers. `reset` makes it new. */
export const system = {
  windows: [] as BrowserWindow[],
  processes: [] as StandInProcess[],
  notifications: [] as Notification[],
  opened: [] as string[],
  dialogs: [] as { message: string; detail: string }[],
  dialogAnswer: 0,
  menu: [] as MenuItem[],
  tray: undefined as Tray | undefined,
  handlers: new Map<string, Handler>(),
  schemes: [] as { scheme: string }[],
  displays: [] as { id: number; label: string; bounds: Bounds; workArea: Bounds }[],
  userData: "",
  isSandboxed: false,
  isFirst: true,
  hasQuit: false,
  badge: 0,
  blockers: new Set<number>(),
  storage: { backend: "gnome_libsecret", available: true },
  reset(userData: string): void {
    for (const list of [
      this.windows,
      this.processes,
      this.notifications,
      this.opened,
      this.dialogs,
      this.menu,
      this.schemes,
    ])
      list.length = 0;
    this.handlers.clear();
    this.blockers.clear();
    for (const emitter of [app, ipcMain, screen, powerMonitor]) emitter.removeAllListeners();
    const bounds = { x: 0, y: 0, width: 1920, height: 1080 };
    Object.assign(this, {
      userData,
      tray: undefined,
      isSandboxed: false,
      isFirst: true,
      hasQuit: false,
      badge: 0,
      dialogAnswer: 0,
      displays: [{ id: 1, label: "Left", bounds, workArea: bounds }],
      storage: { backend: "gnome_libsecret", available: true },
    });
  },
};

export const anEvent = (values: object = {}) => ({
  ...values,
  prevented: false,
  preventDefault(): void {
    this.prevented = true;
  },
});

export const app = Object.assign(new EventEmitter(), {
  name: "Watchfloor",
  isPackaged: false,
  setAppUserModelId: () => undefined,
  enableSandbox: () => void (system.isSandboxed = true),
  whenReady: async () => undefined,
  getPath: () => system.userData,
  setPath: (_name: string, folder: string) => void (system.userData = folder),
  requestSingleInstanceLock: () => system.isFirst,
  setBadgeCount: (count: number) => void (system.badge = count),
  /** As the real one: asks first, then closes the windows. */
  quit(): void {
    const event = anEvent();
    app.emit("before-quit", event);
    if (event.prevented) return;
    for (const window of [...system.windows]) window.close();
    system.hasQuit = true;
  },
});

export const protocol = {
  registerSchemesAsPrivileged: (schemes: { scheme: string }[]) => void system.schemes.push(...schemes),
  handle: (scheme: string, handler: Handler) => void system.handlers.set(`scheme ${scheme}`, handler),
};

const remember = (name: string) => (handler: Handler) => void system.handlers.set(name, handler);
export const session = {
  defaultSession: {
    setPermissionRequestHandler: remember("permission request"),
    setPermissionCheckHandler: remember("permission check"),
    setDevicePermissionHandler: remember("device permission"),
  },
};

export const utilityProcess = {
  fork(file: string): StandInProcess {
    const child = new StandInProcess(file);
    system.processes.push(child);
    return child;
  },
};

let blockers = 0;
export const powerSaveBlocker = {
  start(): number {
    blockers += 1;
    system.blockers.add(blockers);
    return blockers;
  },
  stop: (id: number) => void system.blockers.delete(id),
};

/** Encrypts by turning the text around: enough to tell whether it was done. */
const turned = (text: string): string => [...text].toReversed().join("");
export const safeStorage = {
  getSelectedStorageBackend: () => system.storage.backend,
  isAsyncEncryptionAvailable: async () => system.storage.available,
  encryptStringAsync: async (text: string) => Buffer.from(`sealed${turned(text)}`),
  async decryptStringAsync(sealed: Buffer) {
    if (!sealed.toString().startsWith("sealed")) throw new Error("not sealed here");
    return { result: turned(sealed.toString().slice("sealed".length)), shouldReEncrypt: false };
  },
};

export const dialog = {
  async showMessageBox({ message, detail }: { message: string; detail: string }) {
    system.dialogs.push({ message, detail });
    return { response: system.dialogAnswer };
  },
};

export const Menu = {
  buildFromTemplate: (template: MenuItem[]) => template,
  setApplicationMenu: (menu: MenuItem[]) => void (system.menu = menu),
};
export const screen = Object.assign(new EventEmitter(), { getAllDisplays: () => system.displays });
export const shell = { openExternal: async (url: string) => void system.opened.push(url) };
export const nativeImage = { createFromPath: (file: string) => ({ file }) };
export const ipcMain = new EventEmitter();
export const powerMonitor = new EventEmitter();
