import { hash, randomBytes } from "node:crypto";
import type { Permission, Caller } from "../../../shared/domain/session.ts";
import type { Scope } from "../../../shared/domain/scope.ts";
import type { StoredToken, TokenFile, TokenKind } from "./token-file.ts";

/** How long the address with the one-time token works. */
export const START_TOKEN_MS = 10 * 60_000;
/** How long a browser that came in with it stays signed in. */
export const SESSION_MS = 7 * 24 * 3_600_000;

/** What a valid token allows. */
export type Grant = Pick<StoredToken, "id" | "kind" | "name" | "scopes" | "expiresAt">;

const PERMISSIONS: Record<TokenKind, Permission[]> = {
  desk: ["read", "act", "configure", "audit"],
  session: ["read", "act", "configure", "audit"],
  wall: ["read"],
  start: [],
};

/** The caller behind a token; `all` are the scopes that exist. */
export const callerOf = ({ kind, name, scopes }: Grant, all: readonly Scope[]): Caller => ({
  name,
  scopes: all.filter((scope) => scopes === null || scopes.includes(scope)),
  permissions: PERMISSIONS[kind].filter((permission) => permission !== "configure" || isUnlimited({ scopes })),
});

/** Whether a token reaches the whole engine. What belongs to no scope, such as secrets and the demo, needs that. */
export const isUnlimited = ({ scopes }: Pick<Grant, "scopes">): boolean => scopes === null;

export interface Tokens {
  /** Makes a token that lasts; it is given away once and kept only as a hash. */
  issue(wanted: { kind: TokenKind; name: string; scopes?: string[]; lifeMs?: number }): { token: string; id: string };
  /** Makes a token for one sign-in within ten minutes, at any engine on the same folder. */
  issueStart(name: string): string;
  /** Makes a desk token that ends with this process, for the command line on the same machine. */
  issueLocal(name: string): string;
  /** What the token allows now; undefined when it is unknown, revoked or too old. */
  check(token: string): Grant | undefined;
  /** Turns a start token into a session, once. A token that lasts comes back as it is. */
  redeem(token: string): { token: string; grant: Grant } | undefined;
  list(): Grant[];
  /** Ends the token with this id; false when there is none. */
  revoke(id: string): boolean;
}

const hashOf = (token: string): string => hash("sha256", token, "hex");
const newToken = (): string => `wf_${randomBytes(32).toString("base64url")}`;

/** Tokens over their file. `now` is epoch ms. */
export function createTokens(file: TokenFile, now: () => number): Tokens {
  const locals = new Map<string, Grant>();
  const valid = ({ expiresAt }: { expiresAt: number | null }): boolean => expiresAt === null || expiresAt > now();

  type Made = { token: string; stored: StoredToken };

  function make({ kind, name, scopes, lifeMs }: Parameters<Tokens["issue"]>[0]): Made {
    const token = newToken();
    const stored: StoredToken = {
      id: randomBytes(4).toString("hex"),
      kind,
      name,
      hash: hashOf(token),
      scopes: scopes ?? null,
      createdAt: now(),
      expiresAt: lifeMs === undefined ? null : now() + lifeMs,
    };
    return { token, stored };
  }

  function issue(wanted: Parameters<Tokens["issue"]>[0]): Made {
    const made = make(wanted);
    file.change((tokens) => [...tokens.filter(valid), made.stored]);
    return made;
  }

  /** Puts a session in the start token's place, under the file's lock: of two who show it, one is too late. */
  function redeemStart(wanted: string): Made | undefined {
    let made: Made | undefined;
    file.change((tokens) => {
      const start = tokens.find(({ kind, hash }) => kind === "start" && hash === wanted);
      if (start === undefined || !valid(start)) return [...tokens];
      made = make({ kind: "session", name: start.name, lifeMs: SESSION_MS });
      return [...tokens.filter((token) => token !== start && valid(token)), made.stored];
    });
    return made;
  }

  function check(token: string): Grant | undefined {
    const wanted = hashOf(token);
    const local = locals.get(wanted);
    if (local !== undefined) return local;
    const stored = file.read().find((candidate) => candidate.hash === wanted);
    return stored !== undefined && stored.kind !== "start" && valid(stored) ? stored : undefined;
  }

  return {
    issue: (wanted) => {
      const { token, stored } = issue(wanted);
      return { token, id: stored.id };
    },
    issueStart: (name) => issue({ kind: "start", name, lifeMs: START_TOKEN_MS }).token,
    issueLocal(name) {
      const token = newToken();
      locals.set(hashOf(token), { id: "local", kind: "desk", name, scopes: null, expiresAt: null });
      return token;
    },
    check,
    redeem(token) {
      const wanted = hashOf(token);
      if (file.read().some(({ kind, hash }) => kind === "start" && hash === wanted)) {
        const session = redeemStart(wanted);
        return session === undefined ? undefined : { token: session.token, grant: session.stored };
      }
      const grant = check(token);
      return grant === undefined ? undefined : { token, grant };
    },
    list: () => file.read().filter((token) => token.kind !== "start" && valid(token)),
    revoke(id) {
      const found = file.read().some((token) => token.id === id);
      if (found) file.change((tokens) => tokens.filter((token) => token.id !== id));
      return found;
    },
  };
}
