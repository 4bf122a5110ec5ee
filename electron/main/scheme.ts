import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { protocol } from "electron";
import { CONTENT_TYPES, pageFile } from "../../shared/page/files.ts";
import { contentSecurityPolicy, withNonce } from "../../shared/page/security.ts";
import { isOwnPage, SCHEME } from "./origin.ts";

/** To be called before the app is ready: a scheme with an origin of its own, which `file:` has not. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built page, and nothing that lies outside its folder. */
export function servePage(folder: string): void {
  protocol.handle(SCHEME, (request) => answer(folder, request));
}

async function answer(folder: string, { url, method }: Request): Promise<Response> {
  if (!isOwnPage(url)) return refused(404);
  if (method !== "GET") return refused(405);
  const wanted = pageFile(new URL(url).pathname);
  const file = path.join(folder, wanted ?? "");
  const type = CONTENT_TYPES[path.extname(file)];
  if (wanted === undefined || type === undefined || !file.startsWith(folder + path.sep)) return refused(404);
  try {
    return fileAnswer(await readFile(file), type);
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return refused(404);
    throw error;
  }
}

function fileAnswer(content: Buffer, type: string): Response {
  const nonce = randomBytes(16).toString("base64");
  const isPage = type.startsWith("text/html");
  const headers = {
    "content-type": type,
    "content-security-policy": contentSecurityPolicy(nonce, []),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  };
  return new Response(isPage ? withNonce(content.toString("utf8"), nonce) : new Uint8Array(content), { headers });
}

const refused = (status: number): Response => new Response(null, { status });
