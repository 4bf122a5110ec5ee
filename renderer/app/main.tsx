import { createRoot } from "react-dom/client";
import { queryClient, startApi } from "../api/client.ts";
import { queuePages } from "../features/incidents/useQueue.ts";
import { listenToKeys, loadPreferences, parseRoute, setEngineTime } from "../ui/index.ts";
import { App } from "./App.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no element #root");

loadPreferences();
startApi({ onEngineTime: setEngineTime });
listenToKeys();
// Asked for before anything is drawn, so that the engine answers meanwhile.
if (/^incidents?$/.test(parseRoute(location.hash).surface))
  void queryClient.prefetchInfiniteQuery(queuePages("all", "priority"));
createRoot(root).render(<App queryClient={queryClient} />);
