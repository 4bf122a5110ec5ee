/** Names of hosts with their domain: three parts or more, the last of letters. Addresses, versions and URLs are none. */
const HOST = /(?<![\w./@-])([A-Za-z0-9][A-Za-z0-9-]*)((?:\.[a-z0-9-]+)+\.[a-z]{2,})(?![\w/@-]|\.\w)/g;

/** Machines are told from packages and fields (`com.example.Payments`) by a digit or hyphen in their first part. */
const MACHINE = /[\d-]/;

/**
 * Takes the domain from the names of hosts in a text, where it tells nothing: `rtr-05.corp.example` becomes `rtr-05`,
 * unless another name in `texts`, those that are shown together, begins the same way.
 */
export function shortHosts(texts: readonly string[]): (words: string) => string {
  const domains = new Map<string, Set<string>>();
  for (const [, host = "", domain = ""] of texts.flatMap((words) => [...words.matchAll(HOST)])) {
    const key = host.toLowerCase();
    domains.set(key, (domains.get(key) ?? new Set()).add(domain));
  }
  return (words) =>
    words.replace(HOST, (full, host: string) =>
      MACHINE.test(host) && (domains.get(host.toLowerCase())?.size ?? 0) <= 1 ? host : full,
    );
}

/** `orders-db: no free connections`; words that begin with the name, in whatever case, stay as they are. */
export function withName(name: string | null, words: string): string {
  return name === null || words.toLowerCase().startsWith(name.toLowerCase()) ? words : `${name}: ${words}`;
}
