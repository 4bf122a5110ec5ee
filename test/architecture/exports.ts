import { lineAt, type Source } from "./sources.ts";

const EXPORT = /^export (?:declare )?(?:async )?(?:function\*?|const|let|class|abstract class|type|interface) (\w+)/gm;

/**
 * Exports that nobody uses: their name stands in no other file, and in their own only where they are declared or said in a
 * comment. A name that several files export is found only when none of them is used; that is the price of not resolving
 * each import.
 * @param others files that may use the code without being looked at themselves
 */
export function deadExports(sources: readonly Source[], others: readonly Source[]): string[] {
  const users = new Map<string, Set<string>>();
  for (const { file, text } of [...sources, ...others]) {
    for (const word of new Set(text.match(/\b[A-Za-z_]\w*\b/g))) {
      let files = users.get(word);
      if (files === undefined) users.set(word, (files = new Set()));
      files.add(file);
    }
  }
  return sources.flatMap(({ file, text }) => {
    const code = text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");
    const declarations = [...text.matchAll(EXPORT)];
    const isDead = (name: string): boolean => {
      const declared = declarations.filter((other) => other[1] === name).length;
      // A schema and its type share a name, and the type is made of the schema.
      const made = code.includes(`typeof ${name}>`) && declared === 2 ? 1 : 0;
      const uses = code.match(new RegExp(`\\b${name}\\b`, "g"))?.length ?? 0;
      return users.get(name)!.size === 1 && uses <= declared + made;
    };
    return declarations
      .filter(([, name]) => isDead(name!))
      .map((match) => `${file}:${lineAt(text, match.index)}: ${match[1]}`);
  });
}
