import type { Incident } from "../../shared/domain/incident.ts";
import { textOf } from "../../shared/strings/index.ts";
import { shortHosts } from "../ui/names.ts";

/** What the wall says of an incident. `name` is empty where the cause is no entity, or where `what` begins with it. */
export type IncidentWords = { title: string; cause: { name: string; what: string } | null };

/** The words of incidents that are shown together: hosts without their domains, where no two of them would look the same. */
export function wallWords(incidents: readonly Pick<Incident, "headline" | "cause">[]): IncidentWords[] {
  const said = incidents.map(({ headline, cause }) => [
    textOf(headline),
    cause === null ? "" : textOf(cause.what),
    cause?.entityName ?? "",
  ]);
  const short = shortHosts(said.flat());
  return said.map((words, index) => {
    const [title = "", what = "", name = ""] = words.map(short);
    return { title, cause: incidents[index]?.cause == null ? null : { name: nameBefore(name, what), what } };
  });
}

const nameBefore = (name: string, what: string): string =>
  what.toLowerCase().startsWith(name.toLowerCase()) ? "" : name;
