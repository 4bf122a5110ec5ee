import { contextBridge, ipcRenderer } from "electron";
import type { ConnectChannel, PortChannel } from "../../shared/contract/shell.ts";

const CONNECT: ConnectChannel = "engine:connect";
const PORT: PortChannel = "engine:port";
/** The one page that may have a port. */
const PAGE = "watchfloor://app";

ipcRenderer.on(PORT, ({ ports }) => window.postMessage({ kind: "watchfloor:port" }, PAGE, [...ports]));
contextBridge.exposeInMainWorld("watchfloor", { requestPort: () => ipcRenderer.send(CONNECT) });
