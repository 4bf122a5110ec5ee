import type { Position } from "../../../shared/domain/position.ts";
import type { NumberedProposal, Proposal } from "../../../shared/domain/proposal.ts";

/** Numbers proposals by the log entry that caused them. */
export class Proposals {
  private position: Position;
  private ordinal = 0;
  private collected: NumberedProposal[] = [];

  constructor(position: Position) {
    this.position = position;
  }

  /** What is added from here on is caused by this entry. */
  causedBy(position: Position): void {
    this.position = position;
    this.ordinal = 0;
  }

  add(proposal: Proposal): void {
    this.collected.push({ position: this.position, ordinal: this.ordinal++, proposal });
  }

  get count(): number {
    return this.collected.length;
  }

  /** Hands over what was collected and begins afresh. */
  take(): NumberedProposal[] {
    const taken = this.collected;
    this.collected = [];
    return taken;
  }
}
