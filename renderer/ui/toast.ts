import { patiently } from "./patiently.ts";

export type Toast = { title: string; message?: string; tone?: "plain" | "error" };

/** A short notice at the edge of the window. Errors stay until they are closed. */
export async function toast({ title, message, tone = "plain" }: Toast): Promise<void> {
  const { notifications } = await patiently(() => import("./toasts.tsx"));
  notifications.show({
    title,
    message: message ?? "",
    autoClose: tone === "error" ? false : 5000,
    role: tone === "error" ? "alert" : "status",
    ...(tone === "error" ? { "data-tone": "error" } : {}),
  });
}
