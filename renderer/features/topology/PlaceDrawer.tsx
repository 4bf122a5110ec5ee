import { text } from "../../../shared/strings/index.ts";
import { Button, Drawer, DrawerPart, Mark } from "../../ui/index.ts";
import type { MapNode } from "./collapse.ts";

type PlaceDrawerProps = {
  place: MapNode;
  members: readonly { id: string; name: string; severity: MapNode["severity"]; acknowledged: boolean }[];
  onClose(): void;
  onOpen(): void;
  onFly(id: string): void;
};

const MEMBERS_SHOWN = 40;

/** A site or group: who is in it, the firing ones first. */
export function PlaceDrawer({ place, members, onClose, onOpen, onFly }: PlaceDrawerProps) {
  const ordered = members.toSorted((a, b) => Number(b.severity !== null) - Number(a.severity !== null));
  const title = (
    <>
      {place.severity !== null && <Mark sev={place.severity} acked={place.acknowledged} />}
      {place.name === "" ? text("topology.noSite") : place.name}
    </>
  );
  const over =
    place.kind === "site" || place.site === null
      ? text(`topology.kind.${place.kind}`)
      : text("topology.entity.overSite", { kind: text(`topology.kind.${place.kind}`), site: place.site });
  return (
    <Drawer
      over={over}
      title={title}
      onClose={onClose}
      foot={<Button onClick={onOpen}>{text("topology.place.open")}</Button>}
    >
      <DrawerPart title={text("topology.members", { count: members.length })}>
        <ul className="entity-alerts">
          {ordered.slice(0, MEMBERS_SHOWN).map((member) => (
            <li key={member.id}>
              {member.severity === null ? (
                <span />
              ) : (
                <Mark sev={member.severity} acked={member.acknowledged} size={16} />
              )}
              <button type="button" className="link" onClick={() => onFly(member.id)}>
                {member.name}
              </button>
            </li>
          ))}
        </ul>
        {members.length > MEMBERS_SHOWN && (
          <p className="t3">{text("topology.entity.more", { count: members.length - MEMBERS_SHOWN })}</p>
        )}
      </DrawerPart>
    </Drawer>
  );
}
