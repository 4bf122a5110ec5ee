import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useConnection } from "../api/useConnection.ts";
import {
  ErrorBoundary,
  Loading,
  MissingBanner,
  patiently,
  useRoute,
  useStands,
  useZone,
  type SurfaceName,
} from "../ui/index.ts";
import { DeskShell } from "../desk/DeskShell.tsx";
import { Refused } from "./Refused.tsx";
import { surfaces } from "./surfaces.ts";
import { useEngineLoss } from "./useEngineLoss.ts";
import { useFirstSurface } from "./useFirstSurface.ts";
import { useNewestPage } from "./useNewestPage.ts";

const Toasts = lazy(async () => ({ default: (await patiently(() => import("../ui/toasts.tsx"))).Toasts }));

/** The whole window: providers, then the wall or the desk around one surface. */
export function App({ queryClient }: { queryClient: QueryClient }) {
  const stands = useStands();
  return (
    <QueryClientProvider client={queryClient}>
      <Window />
      <Suspense fallback={null}>{stands && <Toasts />}</Suspense>
    </QueryClientProvider>
  );
}

function Window() {
  const route = useRoute();
  const state = useConnection();
  useEngineLoss(state);
  useFirstSurface(route);
  const isWall = route.surface === "wall";
  useNewestPage(isWall);
  if (state.kind === "refused") return <Refused />;
  if (isWall)
    return (
      <>
        <MissingBanner />
        <Surface name="wall" />
      </>
    );
  return (
    <DeskShell route={route}>
      <Surface name={route.surface} />
    </DeskShell>
  );
}

/** Times in memoised children follow the zone because the surface begins anew with it. */
function Surface({ name }: { name: SurfaceName }) {
  const zone = useZone();
  const Chosen = surfaces[name];
  return (
    <ErrorBoundary key={`${name} ${zone}`}>
      <Suspense fallback={<Loading lines={8} />}>
        <Chosen />
      </Suspense>
    </ErrorBoundary>
  );
}
