import { markName, type MarkKind } from "./severity.ts";
import { text } from "../../shared/strings/index.ts";
import { MARK_SHAPES, TICK } from "./markShapes.ts";
import "./Mark.css";

export type MarkProps = {
  sev: MarkKind;
  /** Hollow with a tick: a person has it. */
  acked?: boolean;
  /** Grey outline: the condition is over. */
  past?: boolean;
  size?: 16 | 20 | 28 | number;
  /** Leaves the mark out of the accessibility tree where the words stand beside it. */
  decorative?: boolean;
};

/** The severity mark: shape, letter and colour together. The halo behind the tick takes `--under` of its row. */
export function Mark({ sev, acked = false, past = false, size = 20, decorative = false }: MarkProps) {
  const { shape, letter, letterY, letterSize, dash } = MARK_SHAPES[sev];
  const name = `mark sev-${sev}${acked ? " acked" : ""}${past ? " past" : ""}`;
  const label = acked ? text("mark.acknowledged", { severity: markName(sev) }) : markName(sev);
  const naming = decorative ? { "aria-hidden": true as const } : { role: "img", "aria-label": label };
  return (
    <svg className={name} viewBox="0 0 20 20" width={size} height={size} {...naming}>
      <path className="shape" d={shape} strokeDasharray={dash} />
      <text className="letter" x="10" y={letterY} fontSize={letterSize}>
        {letter}
      </text>
      {acked && <path className="tick-ground" d={TICK} />}
      {acked && <path className="tick" d={TICK} />}
    </svg>
  );
}
