import { readSources, type Source, lineAt } from "./sources.ts";

type Key = { key: string; place: string };

/** Every key of the catalogue, as it is written. */
export function catalogueKeys(): Key[] {
  return readSources("shared/strings/en/*.ts").flatMap(({ file, text }) =>
    [...text.matchAll(/^ {2}"([\w.-]+)":/gm)].map((match) => ({
      key: match[1]!,
      place: `${file}:${lineAt(text, match.index)}`,
    })),
  );
}

/** `x_one` and `x_other` are forms of one text. */
const base = (key: string): string => key.replace(/_(one|other)$/, "");
const areaOf = (key: string): string => key.split(".")[0]!;
const isCatalogue = ({ file }: Source): boolean => file.startsWith("shared/strings/en/");

const LITERAL = /["'`]([a-z][A-Za-z]*(?:\.[\w-]+)+)["'`]/g;

/** Keys that are named in the code and are not there. Only words of an area that the catalogue has count as keys. */
export function unknownKeys(sources: readonly Source[]): string[] {
  const known = new Set(catalogueKeys().map(({ key }) => base(key)));
  // `text(…)` and `text={…}` are checked by the compiler; messages of the engine carry their code as plain text.
  const code = /\bcode:\s*["']([a-z][A-Za-z]*(?:\.[\w-]+)+)["']/g;
  return sources
    .filter((source) => !isCatalogue(source))
    .flatMap(({ file, text }) =>
      [...text.matchAll(code)]
        .filter(([, key]) => !known.has(key!))
        .map((match) => `${file}:${lineAt(text, match.index)}: ${match[1]}`),
    );
}

/** Keys that nobody names: neither whole, nor as what a template such as `severity.${name}` can become. */
export function unusedKeys(sources: readonly Source[]): string[] {
  const using = sources.filter((source) => !isCatalogue(source));
  const named = new Set(using.flatMap(({ text }) => [...text.matchAll(LITERAL)].map(([, key]) => key!)));
  const areas = [...new Set(catalogueKeys().map(({ key }) => areaOf(key)))].join("|");
  const template = new RegExp(`\`((?:${areas})\\.[^\`]*?\\$\\{[^\`]*)\``, "g");
  const patterns = using.flatMap(({ text }) => [...text.matchAll(template)].map(([, written]) => patternOf(written!)));
  return catalogueKeys()
    .filter(({ key }) => !named.has(base(key)) && !patterns.some((pattern) => pattern.test(base(key))))
    .map(({ key, place }) => `${place}: ${key}`);
}

/** `listen.${kind}` as a pattern: each `${…}` stands for anything. */
function patternOf(written: string): RegExp {
  const parts = written.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/);
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^$()[\]\\|]/g, "\\$&")).join(".+")}$`);
}
