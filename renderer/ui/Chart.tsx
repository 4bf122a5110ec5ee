import { useEffect, useRef } from "react";
import type { EChartsOption, EChartsType } from "./echarts.ts";
import { readTokens, useTheme, type TokenReader } from "./tokens.ts";

export type { CustomRenderItem, CustomSeriesOption, EChartsOption, EChartsType } from "./echarts.ts";

export type ChartProps = {
  /** Makes the option from the theme's tokens; keep its identity while its data stay, or it is drawn anew. */
  option(token: TokenReader): EChartsOption;
  /** What the drawing says, for those who do not see it. */
  label: string;
  className?: string;
  /** Told once, when the drawing stands; add listeners here. Returns what undoes them. */
  onReady?(chart: EChartsType): (() => void) | void;
};

/** An echarts drawing in the theme's colours, as large as its box. echarts is loaded when the first one is shown. */
export function Chart({ option, label, className = "", onReady }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const latest = useRef(option);
  latest.current = option;
  const theme = useTheme();

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let undo: (() => void) | void;
    let gone = false;
    const resize = new ResizeObserver(() => chart.current?.resize());
    void import("./echarts.ts").then(({ init }) => {
      if (gone) return;
      chart.current = init(element, null, { renderer: "canvas" });
      chart.current.setOption(latest.current(readTokens()), { notMerge: true });
      resize.observe(element);
      undo = onReady?.(chart.current);
    });
    return () => {
      gone = true;
      undo?.();
      resize.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, [onReady]);

  useEffect(() => {
    chart.current?.setOption(option(readTokens()), { replaceMerge: ["series", "graphic", "yAxis", "xAxis", "grid"] });
  }, [option, theme]);

  return (
    <div ref={box} className={className} role="img" aria-label={label} style={{ width: "100%", height: "100%" }} />
  );
}
