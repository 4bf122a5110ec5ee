/** The multiplier's low part; the whole is 2^40 + 0x1b3. */
const PRIME = 0x1b3;
const SEPARATOR = 0xff;
const LIMB = 0xffff;

/**
 * The fingerprint that Prometheus' common library gives a label set, and so Alertmanager an alert: FNV-1a of 64 bits
 * (Fowler, Noll, Vo) over the names in order of bytes and their values, each closed by 0xff. 16 hexadecimal digits.
 * `names` is sorted in place. The 64 bits are kept in four limbs of 16, so that all arithmetic stays in small integers.
 */
export function fingerprintOf(names: string[], labels: Readonly<Record<string, string>>): string {
  names.sort();
  let h3 = 0xcbf2;
  let h2 = 0x9ce4;
  let h1 = 0x8422;
  let h0 = 0x2325;
  for (let part = 0; part < names.length * 2; part++) {
    const name = names[part >> 1]!;
    let text = part % 2 === 0 ? name : (labels[name] ?? "");
    let isBytes = false;
    for (let index = 0; index <= text.length; index++) {
      let byte = SEPARATOR;
      if (index < text.length) {
        byte = text.charCodeAt(index);
        if (byte > 0x7f && !isBytes) {
          text = Buffer.from(text, "utf8").toString("latin1");
          isBytes = true;
          byte = text.charCodeAt(index);
        }
      }
      h0 ^= byte;
      const low = h0 * PRIME;
      const second = h1 * PRIME + (low >>> 16);
      const third = h2 * PRIME + (second >>> 16) + (h0 << 8);
      h3 = (h3 * PRIME + (third >>> 16) + (h1 << 8)) & LIMB;
      h2 = third & LIMB;
      h1 = second & LIMB;
      h0 = low & LIMB;
    }
  }
  return hexOf(h3, h2, h1, h0);
}

const LIMBS = Buffer.alloc(8);

/** In one piece: a text put together of two halves would keep both. */
function hexOf(...limbs: readonly [number, number, number, number]): string {
  for (let index = 0; index < limbs.length; index++) LIMBS.writeUInt16BE(limbs[index]!, index * 2);
  return LIMBS.toString("hex");
}
