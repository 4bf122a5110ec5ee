/** What the server of this window has for it now. `other`: a page of another build, whose parts have other names. */
export type ServedPage = "same" | "other" | "unreachable";

/** Asks for the page anew and compares the script that it begins with: its name says what all its parts are. */
export async function servedPage(): Promise<ServedPage> {
  try {
    const response = await fetch(location.pathname, { cache: "no-store" });
    if (!response.ok) return "unreachable";
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return beginningOf(page) === beginningOf(document) ? "same" : "other";
  } catch {
    return "unreachable";
  }
}

const beginningOf = (page: Document): string => page.querySelector('script[type="module"]')?.getAttribute("src") ?? "";
