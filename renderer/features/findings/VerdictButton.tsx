import type { Finding } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import { Button } from "../../ui/index.ts";
import type { FindingVerdicts } from "./useFindingVerdicts.ts";

/** Marks a finding as none, or takes that back. */
export function VerdictButton({ finding, verdicts }: { finding: Finding; verdicts: FindingVerdicts }) {
  if (!verdicts.mayAct) return null;
  if (finding.dismissedAt !== null)
    return (
      <Button keys="u" disabled={verdicts.busy} onClick={() => verdicts.restore(finding)}>
        {text("findings.restore")}
      </Button>
    );
  return (
    <Button
      keys="x"
      look="primary"
      disabled={verdicts.busy}
      title={text("findings.dismissHint")}
      onClick={() => verdicts.dismiss(finding)}
    >
      {text("findings.dismiss")}
    </Button>
  );
}
