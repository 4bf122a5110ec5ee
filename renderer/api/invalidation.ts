import type { Query, QueryClient } from "@tanstack/react-query";
import type { Topic } from "../../shared/contract/updates.ts";
import type { Contract } from "../../shared/contract/index.ts";

/** The routers whose answers a topic touches. Keys of queries begin with the path of their procedure. */
export const ROUTERS_OF_TOPIC: Record<Topic, readonly (keyof Contract)[]> = {
  incidents: ["incidents"],
  alerts: ["alerts"],
  topology: ["topology"],
  changes: ["changes"],
  findings: ["findings", "capacity"],
  sources: ["sources", "health"],
  rules: ["rules"],
  outbox: ["outbox"],
  audit: ["audit"],
  session: ["session", "health"],
};

/**
 * For a connection that has just opened: makes everything old that was known before, and returns what takes the pushes. The
 * first of them names every topic; whatever was asked for after the subscription is as new as that, so it changes nothing.
 */
export function followTopics(queryClient: QueryClient): (topics: readonly Topic[]) => void {
  void queryClient.invalidateQueries({}, { cancelRefetch: false });
  let isFirst = true;
  return (topics) => {
    if (!isFirst) void invalidateTopics(queryClient, topics);
    isFirst = false;
  };
}

/** Answers that are keyed by the version of what they are about: `similar.ts`. */
const isVersioned = ({ queryKey: [path] }: Query): boolean => String(path) === "incidents,similar";

/** The one place where a push turns into asking again. Only what is on the screen is fetched at once. */
export async function invalidateTopics(queryClient: QueryClient, topics: readonly Topic[]): Promise<void> {
  const routers = new Set(topics.flatMap((topic) => ROUTERS_OF_TOPIC[topic]));
  await Promise.all(
    [...routers].map((router) => {
      const ofRouter = { queryKey: [[router]], predicate: (query: Query) => !isVersioned(query) };
      return queryClient.invalidateQueries(ofRouter, { cancelRefetch: false });
    }),
  );
}
