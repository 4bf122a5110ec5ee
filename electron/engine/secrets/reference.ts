/** Where a secret is kept. Configuration holds these, never the secret itself. */
export type SecretReference =
  { kind: "env"; name: string } | { kind: "file"; path: string } | { kind: "keychain"; name: string };

/** Reads `env:NAME`, `file:/absolute/path` or `keychain:name`; undefined for anything else. */
export function parseReference(reference: string): SecretReference | undefined {
  const [, kind, rest] = /^(env|file|keychain):(.+)$/.exec(reference) ?? [];
  if (kind === undefined || rest === undefined) return undefined;
  if (kind === "env") return /^[A-Za-z_][A-Za-z0-9_]*$/.test(rest) ? { kind, name: rest } : undefined;
  if (kind === "file") return { kind, path: rest };
  return isSecretName(rest) ? { kind: "keychain", name: rest } : undefined;
}

export const isReference = (value: string): boolean => parseReference(value) !== undefined;

/** Names of stored secrets are file names too (systemd keeps each credential in a file), so no separators. */
export const isSecretName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name);

/** Examples of references for a field, to show where a secret was written in clear. */
export function describeReference(field: string): string {
  const variable = field
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
  return `env:${variable}, file:/etc/watchfloor/${field}, keychain:${field}`;
}
