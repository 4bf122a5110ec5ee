import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

type Where = { platform: NodeJS.Platform; environment: Readonly<Record<string, string | undefined>> };

/** The command that opens an address on this machine; undefined where there is no screen or no such command. */
export function openerOf(
  { platform, environment }: Where,
  exists: (file: string) => boolean = existsSync,
): string[] | undefined {
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  if (!hasDisplay({ platform, environment })) return undefined;
  const folders = (environment.PATH ?? "").split(":").filter((folder) => folder !== "");
  return folders.some((folder) => exists(path.posix.join(folder, "xdg-open"))) ? ["xdg-open"] : undefined;
}

/** Whether a window can be shown at all. */
export const hasDisplay = ({ platform, environment }: Where): boolean =>
  platform === "darwin" || platform === "win32" || Boolean(environment.DISPLAY) || Boolean(environment.WAYLAND_DISPLAY);

/** Opens the address in the browser and does not wait for it. @returns false where there is none */
export async function openBrowser(url: string, where: Where): Promise<boolean> {
  const [command, ...args] = openerOf(where) ?? [];
  if (command === undefined) return false;
  const child = spawn(command, [...args, url], { stdio: "ignore", detached: true });
  const started = await new Promise<boolean>((resolve) => {
    child.once("spawn", () => resolve(true));
    child.once("error", () => resolve(false));
  });
  child.unref();
  return started;
}
