import { useEffect, useState } from "react";

/** By then the first screen has asked for its data, which must not wait for what nobody has opened yet. */
const AFTER_MS = 700;

/** False while the window starts; true from the first pause after that. */
export function useStands(): boolean {
  const [stands, setStands] = useState(false);
  useEffect(() => {
    let idle = 0;
    const timer = setTimeout(() => (idle = requestIdleCallback(() => setStands(true))), AFTER_MS);
    return () => {
      clearTimeout(timer);
      cancelIdleCallback(idle);
    };
  }, []);
  return stands;
}
