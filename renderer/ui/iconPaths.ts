import type { EntityKind } from "../../shared/domain/entity.ts";

const SERVICE = "M8 2.5 13 5.3v5.4L8 13.5 3 10.7V5.3Z";
const NETWORK = "M8 1.5v5M8 6.5 3 11M8 6.5l5 4.5M1.5 11h3v3h-3zM11.5 11h3v3h-3z";

/** Outlines in a box of 16 × 16, drawn with a line of 1.5. */
export const ICON_PATHS = {
  incidents: "M2 3h12M2 8h12M2 13h7",
  alerts: "M8 6v4M8 12.5v.1M1.5 14.5h13L8 1.5Z",
  topology: "M3 3h4v4H3zM9.5 9.5h4v4h-4zM7 5h4.5v4.5",
  anomalies: "M1.5 8.5h3l1.5-6 3 11 2-7 1 2h2.5",
  capacity: "M1.5 3h13M1.5 13.5 9 6.5M9 6.5 11 5M12.5 8v5.5M9 10v3.5M5.5 12v1.5",
  logs: "M2 3h4M2 6.3h9M2 9.6h12M2 13h7",
  sources:
    "M8 9.5v5M5.5 14.5h5M8 8h.01M4.5 11a5 5 0 0 1 0-7M11.5 4a5 5 0 0 1 0 7M2.5 13a8 8 0 0 1 0-11M13.5 2a8 8 0 0 1 0 11",
  wall: "M1.5 2.5h13v9h-13zM5 14.5h6M8 11.5v3",
  settings: "M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M9 2.5v4M4.5 9.5v4",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.5 10.5 14 14",
  outbox: "M2 9v5h12V9M8 10V2M5 4.5 8 1.5l3 3",
  sound: "M2 6v4h3l4 3V3L5 6ZM11.5 5.5a3.5 3.5 0 0 1 0 5",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  down: "M4 6l4 4 4-4",
  right: "M6 4l4 4-4 4",
  left: "M10 4 6 8l4 4",
  plus: "M8 2.5v11M2.5 8h11",
  minus: "M2.5 8h11",
  check: "M2.5 8.5 6.5 12.5 13.5 4",
  retry: "M2 8a6 6 0 1 0 2-4.5M4 1v3h3",
  external: "M9 2h5v5M14 2 8 8M6 3H2v11h11v-4",
  user: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14.5a5.5 5.5 0 0 1 11 0",
  service: SERVICE,
  database: "M3 4c0-2.5 10-2.5 10 0v8c0 2.5-10 2.5-10 0ZM3 4c0 2.5 10 2.5 10 0",
  host: "M2 3h12v4H2zM2 9h12v4H2zM4.5 5h.01M4.5 11h.01",
  network: NETWORK,
  queue: "M2 4v8M5.5 4v8M9 4v8M12 8h3",
  site: "M2 14V6l6-4 6 4v8ZM6.5 14v-4h3v4",
  pod: "M3 5l5-2.5L13 5v6l-5 2.5L3 11ZM3 5l5 2.5L13 5M8 7.5v6",
  app: "M2 2.5h12v11H2zM2 6h12",
  other: "M3 3h10v10H3z",
} as const;

export type IconName = keyof typeof ICON_PATHS;

/** The icon of a kind of entity. */
export const iconOfKind = (kind: EntityKind): IconName => (kind === "device" ? "network" : kind);
