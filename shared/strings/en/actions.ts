/** What operators do, what became of it, and why it may not have been possible. */
export const actions = {
  "command.notFound": "There is no such thing any more, or it is not yours to see.",
  "command.incidentMoved": "{id} has changed since you read it: look at it again, then acknowledge.",
  "command.verdictClosed": "The incident is no longer open: what has ended stays as it was.",
  "command.mergeUnlike": "Two different incidents of one scope can be merged.",
  "command.splitNothing": "Nothing of this incident alerts at what was chosen.",
  "command.splitAll": "Something must remain: choose less than all of the incident.",
  "command.ruledOutAlready": "This was ruled out as the cause already.",
  "command.nothingToUndo": "There is nothing of yours to take back here.",
  "command.notInConflict": "This action needs no decision any more.",
  "command.alertGone": "The alert has ended, so there is nothing left to send.",
  "command.changeEndsBeforeStart": "The change ends before it begins: check the two times.",
  "command.sourceOfFile": "The source {id} comes from the configuration file. Change it there and restart.",
  "command.ruleOfFile": "The rule {id} comes from the configuration file. Change it there and restart.",
  "command.ruleLimit": "There are {limit} rules already: remove one first.",
  "command.ruleTooLong":
    "With addresses and the like masked, the condition has more than {limit} characters or the description more than {ofText}. Shorten it.",
  "command.ruleTestOverran":
    "The test did not end at its limit and was stopped. Test a simpler condition, or a shorter time.",
  "command.ruleTestRuns": "Another test is running. Wait for it, or cancel it.",
  "command.failed": "The engine could not store this. Look at the source page and the log, then try again.",

  "outbox.ours.acknowledge": "{by} acknowledged it at {createdAt}",
  "outbox.ours.silence": "{by} silenced it at {createdAt}",
  "outbox.ours.undo": "{by} took it back at {createdAt}",
  "outbox.theirs.gone": "The alert ended before the acknowledgement reached its source.",
  "outbox.theirs.acknowledged": "{by} has it until {untilAt}: “{note}”",
  "outbox.theirs.expired": "It would have ended at {untilAt}, before it could be sent.",
  "outbox.theirs.notShown": "The source took it but does not show it, after {looks} looks.",
  "outbox.theirs.sourceRemoved": "The source was removed, or can no longer act.",

  "outbox.skipped.gone": "ended meanwhile",
  "outbox.skipped.changed": "changed since you read it",
  "outbox.skipped.already": "already acknowledged",
  "outbox.skipped.waiting": "already on its way",
  "outbox.skipped.nobodyCanAct": "no source that reports it can acknowledge",
  "outbox.skipped.tooMany": "more than 500 at once",

  "history.acknowledged_one": "acknowledged {count} alert",
  "history.acknowledged_other": "acknowledged {count} alerts",
  "history.undone_one": "took back {count} acknowledgement",
  "history.undone_other": "took back {count} acknowledgements",

  "ignored.resolveWithoutAlert": "an end without a beginning",
  "ignored.olderThanKnown": "older than what is known",
  "ignored.faulty": "could not be processed by Watchfloor: see the log",

  "failure.engineBusy": "The engine has more waiting than it can take in now. Send it again shortly.",
  "engine.storesAgain": "What comes in is stored again.",
  "engine.ingestStarting": "The engine starts: it shows what it has stored, and takes in nothing new yet.",
  "engine.ingestRestarting": "The engine's writing thread has stopped and is being started again.",
  "engine.ingestFailed": "The engine's writing thread has stopped. Restart Watchfloor, and look at the log.",
} as const;
