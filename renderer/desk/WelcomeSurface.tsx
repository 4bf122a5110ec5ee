import { Welcome } from "../features/welcome/Welcome.tsx";

/** Desk: nothing is configured yet. */
export const WelcomeSurface = () => <Welcome />;
