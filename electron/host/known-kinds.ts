import type { KnownKinds } from "../engine/config/parse.ts";
import { createRegistry } from "../engine/connectors/registry.ts";

/** What the configuration file may name. */
export function knownKinds(): KnownKinds {
  const { connectors } = createRegistry();
  return { kinds: () => [...connectors.keys()], settingsOf: (kind) => connectors.get(kind)?.config };
}
