import { dialog } from "electron";
import type { Message } from "../../shared/domain/message.ts";
import { text, textOf } from "../../shared/strings/index.ts";

/** Says why the engine cannot start. @returns whether to try again; otherwise the app is to end */
export async function askAfterRefusal(problem: Message): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: "error",
    message: text("shell.refusedTitle"),
    detail: textOf(problem),
    buttons: [text("shell.tryAgain"), text("shell.quit")],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}

export function warn(message: string, detail: string): void {
  void dialog.showMessageBox({ type: "warning", message, detail, buttons: [text("shell.ok")] });
}
