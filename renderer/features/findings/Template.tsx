/** What stands where lines vary. */
const VARIES = /(<[*:\w]+>)/;

/** A template in the type of log lines; the places where lines vary are quieter than what is fixed. */
export function Template({ words }: { words: string }) {
  return (
    <code className="template">
      {words.split(VARIES).map((part, index) => (index % 2 === 1 ? <i key={index}>{part}</i> : part))}
    </code>
  );
}
