import { useEffect } from "react";
import { useMissingPart } from "../ui/index.ts";

/** Where nobody is there to press a button, a window whose parts are gone after an update begins anew by itself. */
export function useNewestPage(isUnattended: boolean): void {
  const isUpdated = useMissingPart() === "updated";
  useEffect(() => {
    if (isUnattended && isUpdated) location.reload();
  }, [isUnattended, isUpdated]);
}
