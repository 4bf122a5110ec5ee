import { PROFILE_WORDS, WORDS } from "./layout.ts";

/** The state of many series as two slabs, so that an update allocates nothing and a series costs the same whatever it has seen. */
export type Slabs = {
  /** `WORDS` for each series. */
  state: Float64Array;
  /** `PROFILE_WORDS` for each series. */
  profile: Float32Array;
};

export function slabsFor(capacity: number): Slabs {
  return { state: new Float64Array(capacity * WORDS), profile: new Float32Array(capacity * PROFILE_WORDS) };
}

/** The same series with room for more. */
export function grown(slabs: Slabs, capacity: number): Slabs {
  const larger = slabsFor(capacity);
  larger.state.set(slabs.state);
  larger.profile.set(slabs.profile);
  return larger;
}
