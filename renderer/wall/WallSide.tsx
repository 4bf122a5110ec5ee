import { text } from "../../shared/strings/index.ts";
import { Mark, RateBars } from "../ui/index.ts";
import type { WallData } from "./useWallData.ts";
import type { Matrix, MatrixCell } from "./wallMatrix.ts";
import { rateFigure } from "./wallRate.ts";

/** What is broken where, and how the alerts come in. */
export function WallSide({ matrix, rate }: Pick<WallData, "matrix" | "rate">) {
  const figure = rateFigure(rate.data?.counts ?? []);
  return (
    <aside className="wall-side">
      <section aria-label={text("wall.matrix")}>
        {matrix.data !== undefined && matrix.data.rows.length > 0 && <SiteMatrix matrix={matrix.data} />}
      </section>
      <section className="wall-rate">
        <h3>
          {text("wall.rate")} <b>{figure}</b>
        </h3>
        {rate.data !== undefined && (
          <RateBars
            {...rate.data}
            width={1376}
            height={400}
            fontSize={76}
            bare
            filling
            label={text("wall.rateLabel", { count: figure })}
          />
        )}
      </section>
    </aside>
  );
}

function SiteMatrix({ matrix }: { matrix: Matrix }) {
  const siteName = (site: string): string => (site === "" ? text("wall.noSite") : site);
  return (
    <table className="wall-matrix">
      <thead>
        <tr>
          <td />
          {matrix.sites.map((site) => (
            <th key={site} scope="col" className="cut">
              {siteName(site)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {matrix.rows.map((row) => (
          <tr key={row.name}>
            <th scope="row" className={`cut${row.worst === "critical" || row.worst === "major" ? " bad" : ""}`}>
              {row.name}
            </th>
            {row.cells.map((cell, index) => (
              <td key={matrix.sites[index]} className={cell.kind !== "none" && cell.stale ? "hatch" : ""}>
                <CellMark cell={cell} row={row.name} site={siteName(matrix.sites[index] ?? "")} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {matrix.omittedRows > 0 && <caption>{text("wall.moreRows", { count: matrix.omittedRows })}</caption>}
    </table>
  );
}

function CellMark({ cell, row, site }: { cell: MatrixCell; row: string; site: string }) {
  if (cell.kind === "none") return <i className="none" role="img" aria-label={text("wall.cellNone", { row, site })} />;
  if (cell.kind === "calm") return <i className="calm" role="img" aria-label={text("wall.cellCalm", { row, site })} />;
  return <Mark sev={cell.severity} acked={cell.acknowledged} size={104} />;
}
