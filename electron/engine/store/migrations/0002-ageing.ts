/**
 * When entities and edges were last told of, so that what nobody tells of any more can end; and which versions ended when,
 * so that old ones go in slices. `reported_at` is watched time: milliseconds that the engine ran (`watched-time.ts`).
 */
export const ageing = `
ALTER TABLE entity ADD COLUMN reported_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entity ADD COLUMN source_id TEXT NOT NULL DEFAULT '';
ALTER TABLE edge ADD COLUMN reported_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entity_reported ON entity (reported_at) WHERE to_position IS NULL;
CREATE INDEX edge_reported ON edge (reported_at) WHERE to_position IS NULL;
CREATE INDEX entity_ended ON entity (to_position) WHERE to_position IS NOT NULL;
CREATE INDEX entity_alias_ended ON entity_alias (to_position) WHERE to_position IS NOT NULL;
CREATE INDEX edge_ended ON edge (to_position) WHERE to_position IS NOT NULL;
`;
