/** The windows, menus and notices of the desktop app. */
export const shell = {
  "shell.folderTaken":
    "Another Watchfloor (process {pid}) already works on {folder}, and there can be only one writer. Use that one, or end it and try again.",
  "shell.configProblems": "The configuration has mistakes:\n{problems}",
  "shell.logSecretsNotKept": "a secret could not be kept in the system's store: {reason}",

  "shell.refusedTitle": "The engine cannot start",
  "shell.tryAgain": "Try again",
  "shell.quit": "Quit",
  "shell.ok": "OK",
  "shell.engineFails": "The engine keeps failing",
  "shell.engineFailsHint": "It ended {count} times and is started again and again. What is on the screen may be old.",
  "shell.logEngineEnded": "the engine process ended with code {code}; it is started again in {pauseMs}",
  "shell.logUpdateFailed": "looking for an update failed: {reason}",
  "shell.logStateSetAside": "the shell's settings cannot be read and were set aside as {file}: {reason}",

  "shell.insecureTitle": "Secrets are not encrypted",
  "shell.insecureSecrets":
    "This system offers no secure store for secrets (found: {backend}). Passwords and tokens of sources are kept in a file that only your user can read, but that is not encrypted. Install and unlock a keyring such as GNOME Keyring or KWallet, then start Watchfloor again.",
  "shell.undecipherable":
    "The stored secrets could not be deciphered ({reason}) and were set aside as {file}. Sources whose password is missing will say so; enter it again there.",

  "shell.fileMenu": "File",
  "shell.wallMenu": "Wall",
  "shell.wallOn": "Wall on {display}",
  "shell.display": "display {number}",
  "shell.openDesk": "Open the desk",
  "shell.notifyMenu": "Notify of new incidents",
  "shell.keepWatching": "Keep watching when the window is closed",
  "shell.listen": "Serve the wall to browsers",
  "shell.listenFailedTitle": "The wall cannot be served",
  "shell.checkUpdates": "Look for updates",
  "shell.secretsNotice": "Secrets are not encrypted…",

  "shell.trayQuiet": "Watchfloor: nothing waits",
  "shell.trayWaiting_one": "Watchfloor: {count} incident waits, worst {severity}",
  "shell.trayWaiting_other": "Watchfloor: {count} incidents wait, worst {severity}",
  "shell.notifyOne": "New incident, {severity}",
  "shell.notifyMany": "{count} new incidents, worst {severity}",
} as const;
