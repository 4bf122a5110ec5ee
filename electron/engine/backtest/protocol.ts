import type { RuleTest } from "../../../shared/domain/rule.ts";

/** What the thread of a test tells the one that started it. */
export type FromTest = { kind: "progress"; share: number } | { kind: "done"; test: RuleTest };
