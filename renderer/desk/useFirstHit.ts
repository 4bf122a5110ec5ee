import type { SpotlightStore } from "@mantine/spotlight";
import { useEffect } from "react";

/** Enter takes the first hit. Spotlight selects it when the words change, which is before the engine has answered. */
export function useFirstHit(store: SpotlightStore, words: string, hits: unknown): void {
  useEffect(() => {
    if (words === "") return;
    const list = document.getElementById(store.getState().listId);
    list?.querySelector("[data-selected]")?.removeAttribute("data-selected");
    list?.querySelector("[data-action]")?.setAttribute("data-selected", "true");
    store.updateState((state) => ({ ...state, selected: 0 }));
  }, [store, words, hits]);
}
