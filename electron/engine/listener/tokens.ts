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
};

/** The caller behind a token; `all` are the scopes that exist. */
export const callerOf = ({ kind, name, scopes }: Grant, all: readonly Scope[]): Caller => ({
  name,
  scopes: all.filter((scope) => scopes === null || scopes.includes(scope)),
  permissions: PERMISSIONS[kind],
});

export interface Tokens {
  /** Makes a token that lasts; it is given away once and kept only as a hash. */
  issue(wanted: { kind: TokenKind; name: string; scopes?: string[]; lifeMs?: number }): { token: string; id: string };
  /** Makes a token for one sign-in within ten minutes. It is not kept on the disk. */
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
  const starts = new Map<string, { name: string; expiresAt: number }>();
  const locals = new Map<string, Grant>();
  const valid = ({ expiresAt }: { expiresAt: number | null }): boolean => expiresAt === null || expiresAt > now();

  function issue({ kind, name, scopes, lifeMs }: Parameters<Tokens["issue"]>[0]): {
    token: string;
    id: string;
    stored: StoredToken;
  } {
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
    file.change((tokens) => [...tokens.filter(valid), stored]);
    return { token, id: stored.id, stored };
  }

  function check(token: string): Grant | undefined {
    const wanted = hashOf(token);
    const local = locals.get(wanted);
    if (local !== undefined) return local;
    const stored = file.read().find((candidate) => candidate.hash === wanted);
    return stored !== undefined && valid(stored) ? stored : undefined;
  }

  return {
    issue: (wanted) => {
      const { token, id } = issue(wanted);
      return { token, id };
    },
    issueStart(name) {
      const token = newToken();
      starts.set(hashOf(token), { name, expiresAt: now() + START_TOKEN_MS });
      return token;
    },
    issueLocal(name) {
      const token = newToken();
      locals.set(hashOf(token), { id: "local", kind: "desk", name, scopes: null, expiresAt: null });
      return token;
    },
    check,
    redeem(token) {
      const start = starts.get(hashOf(token));
      starts.delete(hashOf(token));
      if (start !== undefined) {
        if (!valid(start)) return undefined;
        const session = issue({ kind: "session", name: start.name, lifeMs: SESSION_MS });
        return { token: session.token, grant: session.stored };
      }
      const grant = check(token);
      return grant === undefined ? undefined : { token, grant };
    },
    list: () => file.read().filter(valid),
    revoke(id) {
      const found = file.read().some((token) => token.id === id);
      if (found) file.change((tokens) => tokens.filter((token) => token.id !== id));
      return found;
    },
  };
}
