import { useQuery } from "@tanstack/react-query";
import { text } from "../../../shared/strings/index.ts";
import { api } from "../../api/client.ts";
import { panelState, Panel, RateBars } from "../../ui/index.ts";

const INPUT = { bucketMinutes: 10, buckets: 36 } as const;

/** How many alerts came in, of which the desk shows so few: six hours in bars of ten minutes. */
export function AlertRate() {
  const query = useQuery(api.alerts.rate.queryOptions({ input: INPUT }));
  return (
    <Panel
      className="alert-rate"
      title={text("incidents.rate")}
      note={text("incidents.rateNote")}
      state={panelState(query)}
      empty={{ title: "", hint: "" }}
      skeletonLines={4}
    >
      {({ counts, startsAt, bucketMs }) => (
        <div className="alert-rate-bars">
          <RateBars
            counts={counts}
            startsAt={startsAt}
            bucketMs={bucketMs}
            height={132}
            filling
            label={rateWords(counts)}
          />
        </div>
      )}
    </Panel>
  );
}

const rateWords = (counts: readonly number[]): string =>
  text("incidents.rateSummary", { last: counts.at(-2) ?? 0, now: counts.at(-1) ?? 0, most: Math.max(0, ...counts) });
