const PLAIN = /^[A-Za-z][A-Za-z0-9 _./-]*$/;
const RESERVED = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);

/**
 * Writes a value as YAML 1.2 block style. Strings that could be read as anything else are written as JSON strings, which
 * are YAML too. Secrets as typed never appear: they come out as a reference to fill in.
 */
export function yamlOf(value: unknown, indent = 0): string {
  if (isSecret(value)) return "env:NAME_OF_A_VARIABLE";
  if (Array.isArray(value))
    return value.length === 0
      ? "[]"
      : block(
          value.map((item) => `- ${yamlOf(item, indent + 1)}`),
          indent,
        );
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return entries.length === 0
      ? "{}"
      : block(
          entries.map(([key, each]) => `${scalar(key)}:${separated(each, indent + 1)}`),
          indent,
        );
  }
  return scalar(value);
}

const block = (lines: readonly string[], indent: number): string =>
  lines.map((line, index) => (index === 0 ? line : `${"  ".repeat(indent)}${line}`)).join("\n");

function separated(value: unknown, indent: number): string {
  const isBlock = typeof value === "object" && value !== null && !isSecret(value) && Object.keys(value).length > 0;
  return isBlock ? `\n${"  ".repeat(indent)}${yamlOf(value, indent)}` : ` ${yamlOf(value, indent)}`;
}

function scalar(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return PLAIN.test(value) && !RESERVED.has(value.toLowerCase()) && !value.endsWith(" ")
    ? value
    : JSON.stringify(value);
}

const isSecret = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 1 && "secret" in value;
