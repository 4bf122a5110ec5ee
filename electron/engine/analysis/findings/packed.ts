const LENGTH_BYTES = 4;

/** A header as JSON in front of bytes that have their own form. */
export function pack(header: unknown, body: Uint8Array): Uint8Array {
  const text = Buffer.from(JSON.stringify(header));
  const packed = Buffer.alloc(LENGTH_BYTES + text.length + body.length);
  packed.writeUInt32LE(text.length, 0);
  packed.set(text, LENGTH_BYTES);
  packed.set(body, LENGTH_BYTES + text.length);
  return packed;
}

/** What `pack` has put together; only this folder reads what it wrote. */
export function unpack(packed: Uint8Array): { header: unknown; body: Uint8Array } {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const end = LENGTH_BYTES + bytes.readUInt32LE(0);
  // A copy, so that it lies where words of eight bytes may begin.
  return { header: JSON.parse(bytes.toString("utf8", LENGTH_BYTES, end)), body: Uint8Array.from(bytes.subarray(end)) };
}
