import type { FaultKind } from "../faultKind.ts";
import { badRelease } from "./badRelease.ts";
import { cacheCold } from "./cacheCold.ts";
import { diskFilling } from "./diskFilling.ts";
import { flapping } from "./flapping.ts";
import { hostDown } from "./hostDown.ts";
import { poolExhausted } from "./poolExhausted.ts";
import { queueLag } from "./queueLag.ts";
import { uplinkDown } from "./uplinkDown.ts";

/** Every way to fail that the estate knows. */
export const FAULT_KINDS: readonly FaultKind[] = [
  poolExhausted,
  uplinkDown,
  diskFilling,
  queueLag,
  badRelease,
  hostDown,
  cacheCold,
  flapping,
];
