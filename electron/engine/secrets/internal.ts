/** The keys behind the pseudonyms. */
export const MASK_KEYS = "mask-keys";

/** The token in the address of the wall, so that it stays the same from start to start. */
export const WALL_TOKEN = "wall-token";

/** Secrets that the program makes for itself: nobody sets or removes them by hand. */
export const INTERNAL_SECRETS: readonly string[] = [MASK_KEYS, WALL_TOKEN];
