/**
 * Draws the icons of the packages from `assets/icon.svg`, with Chromium: `node scripts/with-node.mjs scripts/icons.ts`.
 * The results are part of the checkout; this is run when the drawing changes.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const assets = path.resolve(import.meta.dirname, "..", "assets");
const drawing = readFileSync(path.join(assets, "icon.svg"), "utf8");
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Types of PNG pictures in Apple's icon format, by their size. */
const APPLE_TYPES = { ic07: 128, ic08: 256, ic09: 512, ic10: 1024 } as const;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const page = await browser.newPage();

/** The drawing as PNG, `size` pixels wide and high. */
async function png(size: number): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
  return page.screenshot({ omitBackground: true });
}

/** A file for Windows: a directory of 16 bytes an entry, then the pictures. 0 stands for 256. */
function ico(pictures: readonly { size: number; data: Buffer }[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  pictures.forEach(({ size, data }, index) => {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(data.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += data.length;
  });
  return Buffer.concat([header, ...pictures.map(({ data }) => data)]);
}

/** A file for macOS: each picture behind its type and its length with these eight bytes. */
function icns(pictures: readonly { type: string; data: Buffer }[]): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const head = Buffer.from(`${type}\0\0\0\0`, "latin1");
    head.writeUInt32BE(data.length + 8, 4);
    return Buffer.concat([head, data]);
  };
  return chunk("icns", Buffer.concat(pictures.map(({ type, data }) => chunk(type, data))));
}

const all = new Map<number, Buffer>();
for (const size of new Set([...WINDOWS_SIZES, ...Object.values(APPLE_TYPES), 512])) all.set(size, await png(size));
await browser.close();

writeFileSync(path.join(assets, "icon.png"), all.get(512)!);
writeFileSync(path.join(assets, "tray.png"), all.get(32)!);
writeFileSync(path.join(assets, "tray@2x.png"), all.get(64)!);
writeFileSync(path.join(assets, "icon.ico"), ico(WINDOWS_SIZES.map((size) => ({ size, data: all.get(size)! }))));
const apple = Object.entries(APPLE_TYPES).map(([type, size]) => ({ type, data: all.get(size)! }));
writeFileSync(path.join(assets, "icon.icns"), icns(apple));
