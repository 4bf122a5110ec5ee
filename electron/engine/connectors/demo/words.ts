/** Word lists from which the seed draws names. They are content of the simulation, not text of the product. */

/** What the business that fails in the opening story may be called. */
export const STORY_DOMAINS = ["checkout", "booking", "ordering", "ticketing", "billing", "enrolment"] as const;

export const DOMAINS = ["catalog", "loyalty", "shipping", "search", "returns", "pricing", "stock", "identity"] as const;

export const WEB_WORDS = ["web", "shop", "portal", "ui"] as const;
export const BFF_WORDS = ["bff", "gateway", "edge"] as const;
export const API_WORDS = [
  "api",
  "session",
  "quote",
  "rules",
  "profile",
  "basket",
  "ledger",
  "offers",
  "history",
] as const;
export const WORKER_WORDS = ["worker", "consumer", "mailer", "exporter"] as const;
export const QUEUE_WORDS = ["events", "jobs", "outbox", "updates"] as const;

export const DATA_CENTRES = [
  { city: "Frankfurt", code: "FRA" },
  { city: "Amsterdam", code: "AMS" },
  { city: "Dublin", code: "DUB" },
  { city: "Milan", code: "MIL" },
  { city: "Warsaw", code: "WAW" },
] as const;

export const REGIONS = [
  { city: "Porto", code: "OPO" },
  { city: "Gothenburg", code: "GOT" },
  { city: "Lyon", code: "LYS" },
  { city: "Leipzig", code: "LEJ" },
  { city: "Bergen", code: "BGO" },
  { city: "Gdansk", code: "GDN" },
] as const;

export const STREETS = [
  "Harbour",
  "Station",
  "Market",
  "Mill",
  "Castle",
  "Garden",
  "Bridge",
  "North Gate",
  "Old Town",
  "Airport",
  "River",
  "Museum",
] as const;

export const PEOPLE = [
  "m.okafor",
  "s.lindqvist",
  "j.moreau",
  "a.kowalska",
  "t.yamada",
  "r.castellanos",
  "e.novak",
] as const;

/** Made-up customers with numbers of the published test ranges: there must be something to mask, and nobody to harm. */
export const CUSTOMERS = [
  { email: "jana.kessler@example.org", card: "4111 1111 1111 1111" },
  { email: "peter.olsen@example.net", card: "5555 5555 5555 4444" },
  { email: "amira.haddad@example.com", card: "3782 822463 10005" },
] as const;
