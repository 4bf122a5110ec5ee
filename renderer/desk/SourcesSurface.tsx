import { Sources } from "../features/sources/Sources.tsx";

/** Desk: do I see everything? */
export const SourcesSurface = () => <Sources />;
