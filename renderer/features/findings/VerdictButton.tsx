import type { Finding } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import { Button } from "../../ui/index.ts";
import type { FindingVerdicts } from "./useFindingVerdicts.ts";

type VerdictButtonProps = { finding: Pick<Finding, "id" | "dismissedAt">; verdicts: FindingVerdicts };

/** Marks a finding as none, or takes that back. */
export function VerdictButton({ finding, verdicts }: VerdictButtonProps) {
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
      title={verdicts.words.dismissHint}
      onClick={() => verdicts.dismiss(finding)}
    >
      {verdicts.words.dismiss}
    </Button>
  );
}
