import { isCardNumber, isIban } from "./checksum.ts";

/** What a masked value was. */
export type MaskKind = "private-key" | "password" | "token" | "email" | "iban" | "card" | "phone";

/**
 * Finds one kind of value. `pattern` has a named group `value` for what is masked, or masks all that it matches.
 * `accepts` looks at the value (checksums, lists); `canonical` gives equal values one spelling.
 */
export type Rule = {
  kind: MaskKind;
  pattern: RegExp;
  accepts?(value: string, match: RegExpExecArray): boolean;
  canonical?(value: string): string;
};

const digitsOf = (value: string): string => value.replace(/\D/g, "");

/** Some names of secrets end longer names too, such as `accessToken`; the short ones stand alone. */
const SECRET_KEY = String.raw`(?:pass(?:word|wd|phrase)|secret(?:[_-]?key)?|token|(?:api|access|private)[_-]?key|(?<![A-Za-z0-9])(?:pass|pwd|credentials?))`;

/** Names of labels and attributes whose values are secrets whatever they look like. */
export const SECRET_NAME = new RegExp(`${SECRET_KEY}$`, "i");
/** Names of labels whose values are ids of traces and spans. */
export const TRACE_NAME = /^(?:trace|span|parent_?span)[._-]?id$/i;

/** Words that stand behind `password:` in plain sentences. */
const NO_SECRET =
  /^(?:null|none|nil|true|false|undefined|empty|missing|invalid|incorrect|wrong|required|expired|expires|changed|unset|not|is|was|for|has|the|and|or|must|in|\*+|x{3,}|\[?redacted\]?|\$\{.*|\{\{.*|<.*|%s|\?)$/i;

const KNOWN_TOKENS = [
  String.raw`(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}`,
  String.raw`gh[pousr]_[A-Za-z0-9]{20,255}`,
  String.raw`github_pat_[A-Za-z0-9_]{20,255}`,
  String.raw`glpat-[A-Za-z0-9_-]{16,}`,
  String.raw`xox[abeoprs]-[A-Za-z0-9-]{10,}`,
  String.raw`xapp-[A-Za-z0-9-]{10,}`,
  String.raw`(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,}`,
  String.raw`sk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}`,
  String.raw`AIza[A-Za-z0-9_-]{35}`,
  String.raw`ya29\.[A-Za-z0-9_-]{20,}`,
  String.raw`npm_[A-Za-z0-9]{36}`,
  String.raw`pypi-[A-Za-z0-9_-]{16,}`,
  String.raw`dop_v1_[a-f0-9]{64}`,
  String.raw`hv[sb]\.[A-Za-z0-9_-]{20,}`,
  String.raw`glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}`,
  String.raw`SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}`,
].join("|");

/** In the order in which they are applied: what is surely a secret first, what is only shaped like a number last. */
export const RULES: readonly Rule[] = [
  {
    kind: "private-key",
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { kind: "password", pattern: /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:@/?#"'<>]{0,256}:(?<value>[^\s@/?#"'<>]{1,256})@/gi },
  {
    kind: "token",
    pattern: /\b(?:bearer|basic)\s+(?<value>[A-Za-z0-9._~+/-]{8,}=*)/gi,
    accepts: (value) => /[\dA-Z=._]/.test(value),
  },
  { kind: "token", pattern: /\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)*/g },
  { kind: "token", pattern: new RegExp(String.raw`(?<![A-Za-z0-9_])(?:${KNOWN_TOKENS})`, "g") },
  {
    kind: "password",
    pattern: new RegExp(
      String.raw`${SECRET_KEY}["']?\s{0,3}(?<mark>=|:)\s{0,3}(?:"(?<quoted>[^"\n]{1,512})"|'(?<single>[^'\n]{1,512})'|(?<value>[^\s"'&,;<>()\[\]{}]{1,512}))`,
      "gi",
    ),
    accepts: (value, { 0: whole, groups }) => {
      if (NO_SECRET.test(value) || (/^\d{1,5}$/.test(value) && /^token/i.test(whole))) return false;
      return groups?.mark === "=" || groups?.value === undefined || isDense(value);
    },
  },
  {
    kind: "email",
    pattern:
      /(?<![\p{L}\p{N}.!#$%&*+_~-])[\p{L}\p{N}.!#$%&*+_~-]{1,64}@(?<domain>(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.)+(?<top>\p{L}{2,24}))(?![\p{L}\p{N}-])/gu,
    accepts: (value, { groups }) =>
      !value.startsWith("git@") && !SYSTEMD_UNIT.test(groups?.top ?? "") && !/^\d+\.\d/.test(groups?.domain ?? ""),
    canonical: (value) => value.toLowerCase(),
  },
  {
    kind: "iban",
    pattern:
      /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?)(?![A-Za-z0-9])/g,
    accepts: (value) => isIban(value.replace(/ /g, "")),
    canonical: (value) => value.replace(/ /g, ""),
  },
  {
    kind: "card",
    pattern:
      /(?<![A-Za-z0-9._:/+-])(?<!(?:trace|span)[._-]?id["']?\s?[=:]\s?["']?)(?:\d{13,19}|\d{4}(?<gap>[ -])\d{4}\k<gap>\d{4}\k<gap>\d{4}(?:\k<gap>\d{3})?|\d{4}(?<gap5>[ -])\d{6}\k<gap5>\d{4,5})(?![A-Za-z0-9_-]|:\S|\.\d)/gi,
    accepts: (value) => isCardNumber(digitsOf(value)),
    canonical: digitsOf,
  },
  {
    kind: "phone",
    pattern: /(?<![\p{L}\p{N}_.:/+-])(?:\+|00)[1-9]\d{0,2}(?:[ ./-]?\(?\d{1,5}\)?){2,6}(?![\p{L}\p{N}_]|:\S|[.-]\d)/gu,
    accepts: isInternational,
    canonical: (value) => digitsOf(value).replace(/^00/, ""),
  },
  {
    kind: "phone",
    pattern: /(?<![\p{L}\p{N}_.:/+-])(?:\([2-9]\d{2}\) ?|[2-9]\d{2}-)[2-9]\d{2}-\d{4}(?![\p{L}\p{N}_-]|[.:]\d)/gu,
    canonical: (value) => `1${digitsOf(value)}`,
  },
  {
    kind: "phone",
    pattern:
      /\b(?:phone|telephone|tel|mobile|mob|cell|fax|sms|msisdn|telefon|handy)\b[^\p{L}\p{N}\n<+]{0,4}(?:(?:no|number|nr)\b[^\p{L}\p{N}\n<+]{0,3})?(?<value>\+?\(?\d(?:[ ./()-]{0,2}\d){6,14})(?![\p{L}\p{N}_:]|[.-]\d)/giu,
    canonical: digitsOf,
  },
];

const SYSTEMD_UNIT = /^(?:service|socket|timer|target|mount|automount|slice|scope|device|path|swap)$/i;

/** Behind a colon only what does not look like a word of a sentence. */
const isDense = (value: string): boolean => value.length >= 4 && /\d|[^A-Za-z.-]/.test(value.replace(/[.!?]$/, ""));

const COUNTRY =
  /^(?:1|7|2(?:0|7|[1-689]\d)|3(?:[0-469]|[578]\d)|4(?:[013-9]|2\d)|5(?:[1-8]|[09]\d)|6(?:[0-6]|[789]\d)|8(?:[1246]|[058]\d)|9(?:[0-58]|[679]\d))/;

/** A country's code and E.164's 15 digits at most; without any separator it takes more digits to be sure. */
function isInternational(value: string): boolean {
  const digits = digitsOf(value).replace(/^00/, "");
  const separated = /\d[ ./()-]/.test(value);
  const least = value.startsWith("+") ? (separated ? 9 : 10) : separated ? 10 : 99;
  return digits.length >= least && digits.length <= 15 && COUNTRY.test(digits);
}
