/** Rules that operators write: what is wrong with one, the screen, and the test on the cached history. */
export const rules = {
  "rules.wrong": "The expression cannot be used: {detail}.",
  "rules.notBool": "The expression gives a value of type {type}, not true or false.",
  "rules.pattern": "The regular expression cannot be read: {detail}.",
  "rules.patternLiteral": "A regular expression has to be written out, so that it can be checked beforehand.",
  "rules.patternSlow": "The regular expression could take very long on some texts.",
  "rules.walks": "The expression walks over lists within lists within lists.",
  "rules.fix.variable": "It may speak of {variables}.",
  "rules.fix.field": "There are {fields}; a label is read as labels.name.",
  "rules.fix.types": 'Compare values of one type: texts in quotes, as in "critical".',
  "rules.fix.bool": 'Write a condition, such as alert.name == "DiskFull".',
  "rules.fix.syntax": 'Write a condition in CEL, such as alert.name == "DiskFull" && alert.labels.team == "storage".',
  "rules.fix.pattern": "Correct it, or use contains() for plain text.",
  "rules.fix.patternLiteral": 'Write matches("…") with the expression in quotes.',
  "rules.fix.patternSlow": "Leave out look-arounds, references back and all but one of the unbounded repetitions.",
  "rules.fix.walks": "Nest exists, all, map and filter no deeper than two.",

  // Why together?
  "why.rule": "The rule {label} puts {entity} here",
  "grouping.rule": "The rule {rule}",
  "grouping.keptApart": "The rule {rule} has kept other alerts out",
} as const;
