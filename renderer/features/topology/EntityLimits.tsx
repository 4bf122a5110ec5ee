import { useQuery } from "@tanstack/react-query";
import type { EntityId } from "../../../shared/domain/entity.ts";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { DrawerPart, hrefOf, useNow, whenReached } from "../../ui/index.ts";

const SHOWN = 6;
const MINUTE_MS = 60_000;

/** What may run out at an entity, soonest first, each with the way to its forecast; nothing where nothing has a limit. */
export function EntityLimits({ id }: { id: EntityId }) {
  const now = useNow(MINUTE_MS);
  const limits = useQuery(api.capacity.list.queryOptions({ input: { entityId: id, limit: SHOWN } }));
  const rows = limits.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <DrawerPart title={text("capacity.ofEntity")}>
      <ul className="entity-edges">
        {rows.map((row) => (
          <li key={row.seriesId}>
            <a className="link" href={hrefOf({ surface: "capacity", id: row.seriesId })}>
              {row.name}
            </a>
            <span className="t3">{whenReached(row, now)}</span>
          </li>
        ))}
      </ul>
    </DrawerPart>
  );
}
