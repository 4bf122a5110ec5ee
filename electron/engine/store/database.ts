import type Database from "better-sqlite3";

declare const readable: unique symbol;
declare const writable: unique symbol;

/** A connection that can only read. Store functions that read take this. */
export type ReadableDb = Database.Database & { readonly [readable]: true };
/** The one connection that writes; it lives on the ingest thread. */
export type WritableDb = ReadableDb & { readonly [writable]: true };
