import os from "node:os";

/** The names under which a browser may reach the listener: everything else in a Host header is somebody's trick. */
export type OwnAddresses = {
  /** As in a Host header, lower case: `127.0.0.1:7780`. */
  hosts: ReadonlySet<string>;
  /** As in an Origin header: `http://127.0.0.1:7780`. */
  origins: ReadonlySet<string>;
};

/** A browser leaves these out, other clients may write them. */
const IMPLIED_PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** Only these are reached without a network card. */
export const isLoopback = (host: string): boolean => /^(127(\.\d+){3}|::1|\[::1\]|localhost)$/.test(host);

const isEveryAddress = (host: string): boolean => host === "0.0.0.0" || host === "::" || host === "[::]";

const bracketed = (address: string): string =>
  address.includes(":") && !address.startsWith("[") ? `[${address}]` : address;

/** Names of this machine, for a listener on all its addresses. */
function namesOfMachine(): string[] {
  const cards = Object.values(os.networkInterfaces()).flatMap((entries) => entries ?? []);
  return [os.hostname(), ...cards.map((card) => bracketed(card.address.split("%")[0]!))];
}

/**
 * What the listener answers to.
 * @param publicUrl the address of a reverse proxy in front of it
 */
export function ownAddresses(host: string, port: number, publicUrl: string | undefined): OwnAddresses {
  const names = new Set(isLoopback(host) || isEveryAddress(host) ? LOOPBACK : []);
  names.add(bracketed(host));
  if (isEveryAddress(host)) for (const name of namesOfMachine()) names.add(name);
  const urls = [...names].map((name) => new URL(`http://${name}:${port}`));
  if (publicUrl !== undefined) urls.push(new URL(publicUrl));
  const hosts = new Set(
    urls.flatMap((url) => [url.host, `${url.hostname}:${url.port || IMPLIED_PORTS[url.protocol]}`]),
  );
  const origins = new Set(urls.map((url) => url.origin));
  return { hosts, origins };
}

/** What to print and to open: the public address, else one that works on this machine. */
export function reachableUrl(host: string, port: number, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/$/, "");
  return `http://${isEveryAddress(host) ? "127.0.0.1" : bracketed(host)}:${port}`;
}
