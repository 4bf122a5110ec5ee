const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;
/** Low word of the 64-bit prime 2^40 + 0x1b3. */
const PRIME_LOW = 0x1b3;
const SEPARATOR = 0xff;

let high = 0;
let low = 0;

function addByte(byte: number): void {
  low = (low ^ byte) >>> 0;
  const product = low * PRIME_LOW;
  high = (Math.imul(high, PRIME_LOW) + Math.floor(product / 0x1_0000_0000) + (low << 8)) >>> 0;
  low = product >>> 0;
}

function addText(text: string): void {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) {
      for (const byte of Buffer.from(text.slice(index), "utf8")) addByte(byte);
      return;
    }
    addByte(unit);
  }
}

const hexOf = (word: number): string => word.toString(16).padStart(8, "0");

/**
 * The fingerprint that Prometheus' common library gives a label set, and so Alertmanager an alert: FNV-1a of 64 bits
 * (Fowler, Noll, Vo) over the names in order of bytes and their values, each closed by 0xff. 16 hexadecimal digits.
 * `names` is sorted in place.
 */
export function fingerprintOf(names: string[], labels: Readonly<Record<string, string>>): string {
  high = OFFSET_HIGH;
  low = OFFSET_LOW;
  names.sort();
  for (const name of names) {
    addText(name);
    addByte(SEPARATOR);
    addText(labels[name] ?? "");
    addByte(SEPARATOR);
  }
  return hexOf(high) + hexOf(low);
}
