import "@fontsource-variable/ibm-plex-sans/wdth.css";
import "@fontsource/ibm-plex-mono/400.css";
import "@fontsource/ibm-plex-mono/500.css";
import "../ui/theme/index.css";
import { beginConnecting } from "../api/firstSocket.ts";

// The window's code is forty times as long as this: the way to the engine opens while it loads.
beginConnecting();
void import("./main.tsx");
