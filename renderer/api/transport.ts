import type { ClientLink } from "@orpc/client";

/** One open way to the engine. It dies once; the connection then makes another. */
export type Transport = {
  link: ClientLink<Record<never, never>>;
  /** Resolves when it is closed from either side. */
  closed: Promise<void>;
  close(): void;
};

/** Opens one, or rejects when that failed. `NotSignedIn` means that trying again is of no use. */
export type OpenTransport = () => Promise<Transport>;

/** The engine answers but knows no session of this window. */
export class NotSignedIn extends Error {
  override name = "NotSignedIn";
}
