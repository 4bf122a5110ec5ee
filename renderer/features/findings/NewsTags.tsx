import type { FindingWhat } from "../../../shared/domain/finding.ts";
import { text } from "../../../shared/strings/index.ts";
import { Tag } from "../../ui/index.ts";
import { isAboutPattern } from "./findingWords.ts";

/** What is out of the ordinary about a pattern now, a word for each. */
export const NewsTags = ({ news }: { news: readonly FindingWhat[] }) =>
  news.filter(isAboutPattern).map((what) => (
    <Tag key={what} look="solid">
      {text(`findings.news.${what}`)}
    </Tag>
  ));
