/** What a byte does in a line of a log. The bits of a word's bytes are joined, so one look tells what a word holds. */
export const LETTER = 1;
export const DIGIT = 2;
/** Joins parts of one word: `a.b`, `a-b`, `a/b`, `a@b`. */
export const JOIN = 4;
/** Ends a word with a digit: what ends other words, save the colon of `12:30:01` and `10.0.0.1:80`. */
export const END_OF_NUMBER = 8;
/** A star, which stands for itself: `****` is a word. */
export const STAR = 32;
/** Ends a word: spaces, brackets, quotes, `:`, `=`, `,`, `;` and control characters. */
export const BREAK = 64;
/** Ends a path as well: spaces, quotes, commas, closing brackets. */
export const END_OF_PATH = 256;
/** A letter that no hexadecimal number has. */
export const NOT_HEX = 128;

export const QUOTE = 0x22;
export const EQUALS = 0x3d;
export const DOT_BYTE = 0x2e;
export const SLASH_BYTE = 0x2f;

/** Bytes above 0x7f belong to letters, whatever their encoding says. */
export const BYTE_CLASS: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => classOf(byte));

function classOf(byte: number): number {
  const char = String.fromCharCode(byte);
  if (char >= "0" && char <= "9") return DIGIT;
  if (/[a-fA-F]/.test(char)) return LETTER;
  if (/[a-zA-Z_]/.test(char) || byte >= 0x80) return LETTER | NOT_HEX;
  if (char === "*") return STAR | NOT_HEX;
  if (".-/\\@+%#~$&^".includes(char)) return JOIN | NOT_HEX;
  if (char === ":") return BREAK;
  const endsPath = byte <= 0x20 || byte === 0x7f || "\"'`,)]}>".includes(char);
  return BREAK | END_OF_NUMBER | (endsPath ? END_OF_PATH : 0);
}
