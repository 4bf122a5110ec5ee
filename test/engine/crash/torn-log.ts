import { existsSync, ftruncateSync, openSync, readFileSync, rmSync, closeSync, writeSync } from "node:fs";

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const PAGE_SIZE_AT = 8;
const SALT_AT = 16;
const SALT_BYTES = 8;
const TORN_FRAMES = 3;

/**
 * Leaves a write-ahead log as a power cut in the middle of a commit may: after the last committed frame come frames whose
 * pages were never all written, the last one cut in two, and the index in shared memory is gone
 * (https://www.sqlite.org/fileformat2.html#the_write_ahead_log). What was committed is not touched, because
 * `synchronous=FULL` had it on disk before anybody was told.
 * @returns false when there is no log to tear
 */
export function tearLog(databaseFile: string): boolean {
  const file = `${databaseFile}-wal`;
  if (!existsSync(file)) return false;
  const log = readFileSync(file);
  if (log.length < HEADER_BYTES) return false;
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(PAGE_SIZE_AT);
  const end = endOfCommitted(log, frameBytes);
  if (end === HEADER_BYTES) return false;
  const torn = Buffer.alloc(TORN_FRAMES * frameBytes - Math.floor(frameBytes / 2), 0xa5);
  for (let at = 0; at < torn.length; at += frameBytes) {
    torn.writeUInt32BE(2, at); // a page that exists
    torn.writeUInt32BE(at + 2 * frameBytes > torn.length ? 2 : 0, at + 4); // the last one says that it commits
    log.copy(torn, at + 8, SALT_AT, SALT_AT + SALT_BYTES);
  }
  const handle = openSync(file, "r+");
  writeSync(handle, torn, 0, torn.length, end);
  ftruncateSync(handle, end + torn.length);
  closeSync(handle);
  rmSync(`${databaseFile}-shm`, { force: true });
  return true;
}

/** Where the last frame ends that carries the log's salt and says that it commits. */
function endOfCommitted(log: Buffer, frameBytes: number): number {
  const salt = log.subarray(SALT_AT, SALT_AT + SALT_BYTES);
  let end = HEADER_BYTES;
  for (let at = HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    if (!log.subarray(at + 8, at + 8 + SALT_BYTES).equals(salt)) break;
    if (log.readUInt32BE(at + 4) !== 0) end = at + frameBytes;
  }
  return end;
}
