import { useEffect } from "react";

/** Asks the browser to keep the display on, and again each time the page comes back into view. */
export function useScreenAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    const ask = (): void => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      // A refusal (battery, policy) leaves the display to its own settings, as without us.
      void navigator.wakeLock.request("screen").then(
        (granted) => (lock = granted),
        () => undefined,
      );
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, []);
}
