import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** Why a body could not be read. `no-room`: others take too much memory now. `cut`: the other side ended in the middle. */
export type BodyProblem = "too-large" | "no-room" | "bad-gzip" | "cut";
export type Body = { ok: true; bytes: Buffer } | { ok: false; problem: BodyProblem; cause?: unknown };

/** Memory that several bodies share while they are read. */
export type Room = { freeBytes: number };

/**
 * Reads a stream to its end, unpacking gzip, and gives up as soon as more than `maximumBytes` came out,
 * so that a small bomb never becomes a large buffer. The caller destroys a stream that was given up.
 */
export function readLimited(
  stream: Readable,
  gzip: boolean,
  maximumBytes: number,
  room: Room = { freeBytes: maximumBytes },
): Promise<Body> {
  return new Promise((resolve) => {
    const unzip = gzip ? createGunzip() : undefined;
    const output: Readable = unzip ?? stream;
    const chunks: Buffer[] = [];
    let size = 0;
    let taken = 0;

    const settle = (body: Body): void => {
      room.freeBytes += taken;
      taken = 0;
      output.off("data", onData);
      if (unzip) stream.unpipe(unzip);
      unzip?.destroy();
      resolve(body);
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > maximumBytes) return settle({ ok: false, problem: "too-large" });
      if (chunk.length > room.freeBytes) return settle({ ok: false, problem: "no-room" });
      room.freeBytes -= chunk.length;
      taken += chunk.length;
      chunks.push(chunk);
    };

    output.on("data", onData);
    output.once("end", () =>
      settle({ ok: true, bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size) }),
    );
    stream.on("error", (cause) => settle({ ok: false, problem: "cut", cause }));
    stream.once("close", () => stream.readableEnded || settle({ ok: false, problem: "cut" }));
    unzip?.on("error", (cause) => settle({ ok: false, problem: "bad-gzip", cause }));
    if (unzip) stream.pipe(unzip);
  });
}
