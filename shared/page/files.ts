/** What the built page consists of, by the ending of the name. Nothing else is served. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".map": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".mp3": "audio/mpeg",
  ".wav": "audio/wav",
};

/**
 * The file behind a path of an address, relative to the folder of the page. Paths without an ending are places in the
 * program and get its page.
 * @returns undefined for one that tries to leave the folder, or that is no path at all
 */
export function pageFile(pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined; // a broken escape names nothing
  }
  if (/[\0\\:]/.test(decoded) || decoded.split("/").includes("..")) return undefined;
  return /^\/[a-z-]*$/.test(decoded) ? "index.html" : decoded.slice(1);
}
