import "@fontsource-variable/ibm-plex-sans/wdth.css";
import "@fontsource/ibm-plex-mono/400.css";
import "@fontsource/ibm-plex-mono/500.css";
import "../ui/theme/index.css";
import { createRoot } from "react-dom/client";
import { queryClient, startApi } from "../api/client.ts";
import { listenToKeys, loadPreferences, setEngineTime } from "../ui/index.ts";
import { App } from "./App.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no element #root");

loadPreferences();
startApi({ onEngineTime: setEngineTime });
listenToKeys();
createRoot(root).render(<App queryClient={queryClient} />);
