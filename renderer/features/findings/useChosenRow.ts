import { useEffect, useState } from "react";

/**
 * The row of a list that is shown beside it: the opened one, else the one that was chosen, else the first. What is shown stays when
 * another comes before it. Null while the list is empty.
 */
export function useChosenRow(
  openedId: string | null,
  firstId: string | null,
): { selectedId: string | null; choose(id: string): void } {
  const [chosenId, choose] = useState<string | null>(openedId);
  useEffect(() => choose(openedId), [openedId]);
  useEffect(() => choose((chosen) => chosen ?? firstId), [firstId]);
  return { selectedId: chosenId ?? firstId, choose };
}
