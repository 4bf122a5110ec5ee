import type { Finding } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import { useNow, useZone } from "../../ui/index.ts";
import { cameWords, expectedWords, modelWords, scoreWords, sinceWords } from "./findingWords.ts";

/** What was expected, what came, since when, and which model says so. */
export function EvidenceList({ finding, sourceName }: { finding: Finding; sourceName: string | undefined }) {
  const now = useNow();
  useZone();
  const rows: [string, string | null | undefined][] = [
    [text("findings.evidence.what"), text(`findings.what.${finding.what}`)],
    [text("findings.evidence.since"), sinceWords(finding, now)],
    [text("findings.evidence.expected"), expectedWords(finding)],
    [text("findings.evidence.came"), cameWords(finding)],
    [text("findings.evidence.score"), scoreWords(finding)],
    [text("findings.evidence.model"), modelWords(finding)],
    [text("findings.evidence.source"), sourceName],
  ];
  return (
    <dl className="finding-evidence">
      {rows.map(([name, words]) =>
        words == null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
