/** Words of a name: what separators part. */
const SEPARATORS = /[-_.:/\\\s()[\]=,]+/;

const wordsOf = (name: string): string[] => name.toLowerCase().split(SEPARATORS).filter(Boolean);

/**
 * What replicas of one thing have in common: the name without its last words as far as they hold a digit (`orders-7d9f-x2` and
 * `orders-5c1b-k4` are both `orders`). A name of such words alone stays whole.
 */
export function stemOf(name: string): string {
  const words = wordsOf(name);
  let length = words.length;
  while (length > 0 && /\d/.test(words[length - 1]!)) length--;
  return length === 0 ? words.join("-") : words.slice(0, length).join("-");
}

/** The forms under which one name is known in other tools, the most exact first: without scheme, path, port, domain and remark. */
export function formsOf(name: string): string[] {
  const whole = name.trim().toLowerCase();
  const bare = whole.replace(/\s*\([^)]*\)$/, "").replace(/^[a-z][a-z0-9+.-]*:\/\//, "");
  const host = bare.replace(/[/?#].*$/, "").replace(/:\d+$/, "");
  const last = bare.replace(/\/+$/, "").replace(/^.*[/=]/, "");
  const short = isAddress(host) ? host : host.replace(/\..*$/, "");
  return [...new Set([whole, bare, host, last, short])].filter(Boolean);
}

const isAddress = (host: string): boolean => /^[\d.]+$|:.*:/.test(host);

/** Names of all tools to entities. A form that two entities share names neither. */
export type Directory = Map<string, number>;

const SHARED = -1;

/** Learns the names of entities: exact ones first, then the looser forms as far as they are unambiguous. */
export function directoryOf(aliases: readonly (readonly string[])[]): Directory {
  const directory: Directory = new Map();
  const exact = new Set<string>();
  const put = (form: string, entity: number): void => {
    const known = directory.get(form);
    directory.set(form, known === undefined || known === entity ? entity : SHARED);
  };
  aliases.forEach((names, entity) => {
    for (const name of names) {
      put(name.trim().toLowerCase(), entity);
      exact.add(name.trim().toLowerCase());
    }
  });
  aliases.forEach((names, entity) => {
    for (const name of names) for (const form of formsOf(name)) if (!exact.has(form)) put(form, entity);
  });
  return directory;
}

/** The entity that a tool's name or, failing that, one of its labels means; -1 when none does. */
export function entityNamed(directory: Directory, name: string, labels: Readonly<Record<string, string>>): number {
  const direct = lookUp(directory, name);
  if (direct >= 0) return direct;
  for (const key in labels) {
    const entity = directory.get(labels[key]!.toLowerCase());
    if (entity !== undefined && entity >= 0) return entity;
  }
  return -1;
}

function lookUp(directory: Directory, name: string): number {
  const exact = directory.get(name.trim().toLowerCase());
  if (exact !== undefined) return exact;
  for (const form of formsOf(name)) {
    const entity = directory.get(form);
    if (entity !== undefined && entity >= 0) return entity;
  }
  return -1;
}

/** What one tool calls the same trouble everywhere: the alert's name without its numbers. */
export const alertKindOf = (tool: string, name: string): string => `${tool}:${name.replace(/\d+/g, "#")}`;
