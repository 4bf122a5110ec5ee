import { text } from "../../shared/strings/index.ts";

/** Looks for a newer version in the configured place and downloads it; it is installed at the next quit. */
export async function lookForUpdates(feed: string, log: (line: string) => void): Promise<void> {
  try {
    // It touches the app as soon as it is loaded, so nobody who has no feed loads it.
    const { default: updater } = await import("electron-updater");
    updater.autoUpdater.setFeedURL({ provider: "generic", url: feed });
    await updater.autoUpdater.checkForUpdatesAndNotify();
  } catch (error) {
    log(text("shell.logUpdateFailed", { reason: error instanceof Error ? error.message : String(error) }));
  }
}
