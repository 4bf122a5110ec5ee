import type { ReactNode } from "react";
import type { Finding } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import { Tag, useNow, useZone } from "../../ui/index.ts";
import { isOpen, sinceWords, storyWords } from "./findingWords.ts";
import type { FindingVerdicts } from "./useFindingVerdicts.ts";
import { VerdictButton } from "./VerdictButton.tsx";
import { WhatGlyph } from "./WhatGlyph.tsx";

type FindingLeadProps = { finding: Finding; title: string; actions?: ReactNode; verdicts: FindingVerdicts };

/** What was found, in one sentence, and what a person can do about it. */
export function FindingLead({ finding, title, actions, verdicts }: FindingLeadProps) {
  const now = useNow();
  useZone();
  const { dismissedBy, dismissedAt } = finding;
  return (
    <header className="finding-lead">
      <p className="finding-over">
        <WhatGlyph what={finding.what} open={isOpen(finding)} size={20} />
        <span className="mono">{finding.id}</span>
        <span>{finding.entityName ?? text("common.unknown")}</span>
        <Tag>{text(finding.endedAt === null ? "findings.lasting" : "findings.over")}</Tag>
        {dismissedAt !== null && dismissedBy !== null && (
          <span className="t2">{text("findings.dismissedBy", { by: dismissedBy, saidAt: dismissedAt })}</span>
        )}
      </p>
      <h2>
        {title}: {storyWords(finding)}
      </h2>
      <p className="t2">{sinceWords(finding, now)}</p>
      <div className="finding-actions">
        <VerdictButton finding={finding} verdicts={verdicts} />
        {actions}
      </div>
    </header>
  );
}
