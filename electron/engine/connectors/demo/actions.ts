import type { AcknowledgeRequest, Actions, ConnectorIo, Effect, Result } from "../connector.ts";
import { mutingsOf, type Seen } from "./alertReports.ts";
import { HOUR } from "./faultKind.ts";
import { livesAt } from "./lives.ts";
import type { DemoSettings } from "./settings.ts";

/** A colleague's acknowledgement that was taken back is remembered as gone for as long as one can hold. */
const REMEMBERED_MS = 2 * HOUR;

/** Acknowledging at the simulated tools. `see` gives the tool's view or why there is none. */
export function actionsFor(see: (settings: DemoSettings, io: ConnectorIo) => Result<Seen>): Actions<DemoSettings> {
  return {
    async find(settings, request, io) {
      const seen = see(settings, io);
      return seen.ok ? { ok: true, value: effectOf(seen.value, request, io.now()) } : seen;
    },
    async acknowledge(settings, request, io) {
      const seen = see(settings, io);
      if (!seen.ok) return seen;
      const { view, at } = seen.value;
      const isThere = livesAt(view.simulation, view.tool, at).some(
        ({ condition }) => condition.handle === request.target.handle,
      );
      if (!isThere) return { ok: false, failure: { kind: "refused", message: { code: "demo.alertGone", params: {} } } };
      return { ok: true, value: { effectId: view.book.enter(view.tool, request, io.now()).effectId } };
    },
    async undo(settings, effectId, io) {
      const seen = see(settings, io);
      if (!seen.ok) return seen;
      seen.value.view.book.withdraw(effectId, io.now() + REMEMBERED_MS, io.now());
      return { ok: true, value: { gone: true } };
    },
  };
}

/** Ours by its key, or what stands in its place. */
function effectOf({ view, at }: Seen, { target, idempotencyKey }: AcknowledgeRequest, now: number): Effect {
  const ours = view.book.byKey(idempotencyKey, now);
  if (ours) return { state: "in-force", effectId: ours.effectId, until: ours.until };
  const life = livesAt(view.simulation, view.tool, at).find(({ condition }) => condition.handle === target.handle);
  if (!life) return { state: "alert-gone" };
  const other = mutingsOf(view, life, at)[0];
  return other
    ? {
        state: "someone-else",
        effectId: other.id,
        by: other.by ?? "",
        note: other.note ?? "",
        until: other.until ?? now,
      }
    : { state: "absent" };
}
