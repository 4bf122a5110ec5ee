export const engine = {
  // Sources: what went wrong and what to do about it
  "failure.unreachable":
    "Nothing answers at {address} ({detail}). Check that the server runs, and the host, port and firewall.",
  "failure.nameUnknown": "The name in {address} is not known here. Check the spelling and this machine's DNS.",
  "failure.timeout":
    "{address} did not answer completely within {timeoutMs}. Check the server's load and the network between.",
  "failure.givenUp":
    "The request to {address} was given up because its time was over. Check the server's load and the network between.",
  "failure.hung":
    "The source did not finish within {timeoutMs} and was given up. Check the server's load; it is tried again by itself.",
  "failure.halfAnswer": "{address} broke its answer off in the middle. Check the server and any proxy between.",
  "failure.certificateUnknown":
    "The certificate of {address} comes from an authority that is not trusted ({detail}). Set caFile to that authority's PEM file.",
  "failure.certificateDate":
    "The certificate of {address} is outside its dates ({detail}). Renew it, or set the clock of this machine.",
  "failure.certificateName":
    "The certificate of {address} is made out to another name. Use the name on the certificate in url, or issue one for this name.",
  "failure.caFile":
    "The certificate file {file} cannot be read ({detail}). Check the path in caFile and its permissions.",
  "failure.notTls": "{address} does not speak TLS. Use http:// in url, or the server's HTTPS port.",
  "failure.notHttp": "{address} does not answer in HTTP. Check the port in url.",
  "failure.redirected":
    "{address} redirects to {target}. Redirects are not followed, because credentials would go along: set url to where the server really is.",
  "failure.unauthorised":
    "{address} does not accept the credentials. Check auth, user, and the secret that the reference points to.",
  "failure.forbidden":
    "{address} knows who asks but does not allow it (403). Give the account the permission to read. {detail}",
  "failure.notFound":
    "There is nothing at {address} ({status}). Check the path prefix in url and that this is the right kind of server.",
  "failure.rateLimited": "{address} asks for fewer requests (429). Raise intervalSeconds.",
  "failure.rateLimitedUntil":
    "{address} asks for fewer requests (429) and to wait {retryAfterMs}. Raise intervalSeconds if this happens often.",
  "failure.serverError": "{address} failed itself (status {status}). Look into the server's own log. {detail}",
  "failure.refused": "{address} refused the request (status {status}). {detail}",
  "failure.tooLarge": "The answer of {address} is larger than {maximumBytes} bytes. Narrow what the server returns.",
  "failure.tooMany":
    "The source gave {count} reports at once, more than the {limit} that are taken. Narrow what it returns.",
  "failure.encoding": "{address} answers in the encoding {encoding}, which was not asked for. Check the proxy between.",
  "failure.badGzip": "The compressed answer of {address} is damaged. Check the proxy between.",
  "failure.invalidUtf8": "The answer of {address} is not valid UTF-8. Check that url leads to the right server.",
  "failure.tooDeep":
    "The answer of {address} is nested deeper than {depth} levels. Check that url leads to the right server.",
  "failure.notJson":
    "The answer of {address} is no JSON (it breaks at {where}). Check that url leads to the API and not to a login page.",
  "failure.unexpectedAnswer":
    "{path} did not answer as {expected} does (at {at}). Check that url leads to the right kind of server.",
  "failure.fault":
    "The connector failed in a way that it should not ({detail}). The source is tried again; please report this.",
  "failure.notStored": "What the source sent could not be stored ({detail}). It is asked for again.",
  "failure.silent": "Nothing has arrived for {quietMs}. Check the sender, and that it delivers to {address}.",
  "failure.portTaken": "Another program uses {address}. Stop it, or choose another port.",
  "failure.portForbidden": "This account may not listen on {address}. Choose a port above 1023.",
  "failure.addressUnknown": "This machine has no address {address}. Set host to one that it has.",
  "failure.listenFailed": "It is not possible to listen on {address} ({detail}).",
  "failure.silenceOver": "The acknowledgement would end at once. Choose a longer time.",
  "failure.alertGone": "The alert no longer exists at its source.",
  "failure.stillSilenced": "The source still shows the silence {id} after its removal. Remove it there.",
  "failure.unnamedAlert": "unnamed alert",
  "failure.unnamedEntity": "unnamed entity",

  "failure.setting.missing": "{setting} is missing. Add it.",
  "failure.setting.type": "{setting} must be of type {expected}.",
  "failure.setting.oneOf": "{setting} must be one of: {choices}.",
  "failure.setting.atLeast": "{setting} must be at least {least}.",
  "failure.setting.atMost": "{setting} must be at most {most}.",
  "failure.setting.unknown": "{setting} is no setting of this kind. Known are: {known}.",
  "failure.setting.wrong": "{setting} is not valid: {detail}.",
  "failure.setting.kind": "There is no kind of source called {kind}. Known are: {known}.",
  "failure.setting.url": "{setting} must be an address such as https://server:9090.",
  "failure.setting.urlCredentials": "{setting} must not contain credentials. Set auth to basic, and user and password.",
  "failure.setting.urlQuery": "{setting} must end with host, port or path, without ? or #.",
  "failure.setting.secret": "{setting} takes a reference to a secret: env:NAME, file:/path or keychain:name.",
  "failure.setting.neededForAuth": "{setting} is needed because auth is {auth}.",
  "failure.setting.tokenNeeded":
    "{setting} is needed: a reference such as env:NAME to the token that senders must show.",
  "failure.setting.tokenForNetwork":
    "Without a token only this machine may deliver: set host to 127.0.0.1, or auth to token (host is {host}).",
  "failure.setting.pattern": "{setting} is no regular expression: {detail}.",
  "failure.setting.patternSlow":
    "{setting} repeats a repetition or refers back, which can take for ever. Write it without.",
  "failure.setting.patternLiteral":
    "{setting} must contain at least three plain letters in a row, so that most lines are passed over quickly.",

  // Deliveries that a receiver turned away, in the answer to the sender
  "failure.delivery.notFound": "there is nothing here; deliver to {path}",
  "failure.delivery.method": "only POST is taken here",
  "failure.delivery.token": "the bearer token is missing or wrong",
  "failure.delivery.origin": "requests of web pages are not taken",
  "failure.delivery.host": "the host {host} is not this receiver's",
  "failure.delivery.type": "the content type must be {expected}",
  "failure.delivery.encoding": "the content encoding must be gzip or none",
  "failure.delivery.tooLarge": "the body is larger than {maximumBytes} bytes after decompression",
  "failure.delivery.badGzip": "the gzip body is damaged",
  "failure.delivery.invalidUtf8": "the body is not valid UTF-8",
  "failure.delivery.notJson": "the body is no JSON: it breaks at {where}",
  "failure.delivery.tooDeep": "the body is nested deeper than {depth} levels",
  "failure.delivery.notProtobuf": "the body is no protobuf message of this call",
  "failure.delivery.notStored": "not stored yet; send it again",
  "failure.delivery.busy": "too much is waiting to be stored; send it again",
  "failure.delivery.field": "{field} must be {expected}, but is {actual}",
  "failure.delivery.expected.list": "a list",
  "failure.delivery.expected.object": "an object",
  "failure.delivery.expected.labels": "an object with at least one label",
  "failure.delivery.expected.text": "a string",
  "failure.delivery.expected.time": "an RFC 3339 time",
  "failure.delivery.metrics": "metrics are not taken here; {count} data points were passed over",

  // Why a report was left out or changed
  "ignored.pending": "pending at the source, so not yet true",
  "ignored.unknownState": "in a state that is not known",
  "ignored.unknownSeverity": "severity not known, taken as warning",
  "ignored.externalLabelsHidden": "the server does not show its configuration, so its external labels are not known",
  "ignored.untracked": "too many alerts at once to watch when they end",
  "ignored.metrics": "metrics are not taken",
  "ignored.spanMalformed": "span without ids, name or times",
  "ignored.spanTime": "span older than an hour or from the future",
  "ignored.spanEvicted": "span forgotten before its parent or child came",
  "ignored.serviceLimit": "more services than are watched",
  "ignored.operationLimit": "more dependencies than are watched",
  "ignored.withoutService": "telemetry without service.name",
  "ignored.alertLimit": "more alerts of rules than are kept",
  "ignored.timestampUnit": "timestamp in another unit than milliseconds, converted",
  "ignored.timestampFuture": "timestamp more than a day in the future, replaced by the time of arrival",
  "ignored.timestampPast": "timestamp before the year 2000, replaced by the time of arrival",
  "ignored.timestampInvalid": "timestamp is no number, replaced by the time of arrival",
  "ignored.labelCount": "more labels than are kept",
  "ignored.labelName": "label with an empty or too long name",
  "ignored.labelEmpty": "label without a value",
  "ignored.truncated": "text cut to its longest length",
  "ignored.controlCharacters": "control characters removed",
  "ignored.unnamed": "alert without a name",
  "ignored.entityUnnamed": "without an entity's name",
  "ignored.selfDependency": "an entity that depends on itself",

  // Settings of sources, in the form and in the configuration's documentation
  "settings.url": "Address",
  "settings.url.help":
    "Where the server's own pages begin, with its path prefix if it has one: https://prometheus.example:9090",
  "settings.auth": "Authentication",
  "settings.auth.help": "none, basic (user and password) or bearer (token)",
  "settings.user": "User",
  "settings.user.help": "For basic authentication",
  "settings.password": "Password",
  "settings.token": "Token",
  "settings.secret.help": "A reference: env:NAME, file:/path or keychain:name",
  "settings.caFile": "Certificate authority file",
  "settings.caFile.help": "PEM file of your own authority, when the server's certificate comes from it",
  "settings.insecure": "Do not check the certificate",
  "settings.insecure.help": "Anybody between can then read the credentials and change the answers",
  "settings.intervalSeconds": "Interval in seconds",
  "settings.intervalSeconds.help": "How often the server is asked",
  "settings.externalLabels": "External labels",
  "settings.externalLabels.help": "Names of further labels that only say where an alert came from, such as replica",
  "settings.host": "Listen on",
  "settings.host.help": "127.0.0.1 takes deliveries of this machine only, 0.0.0.0 of the whole network",
  "settings.port": "Port",
  "settings.port.help": "0 takes any free port",
  "settings.listenAuth": "Senders show a token",
  "settings.listenAuth.help": "token, or none for senders on this machine only",
  "settings.listenToken": "Token",
  "settings.listenToken.help":
    "The bearer token that senders must show, as a reference: env:NAME, file:/path or keychain:name",
  "settings.expectSeconds": "Expect something every … seconds",
  "settings.expectSeconds.help":
    "Without a delivery for so long the source counts as stale; leave empty when silence is normal",
  "settings.resolveMinutes": "Minutes until an alert ends",
  "settings.resolveMinutes.help": "An alert that names no end and is not delivered again is over after this time",
  "settings.prometheus.targetsDown": "{name}, {down} of {count} targets down",
  "settings.receiver.title": "Alert receiver",
  "settings.receiver.about": "listens on {address}",
  "settings.otlp.title": "OpenTelemetry (OTLP/HTTP)",
  "settings.spanRules": "Rules over spans",
  "settings.spanRules.help": "Raise an alert for a service whose requests fail or are slow",
  "settings.logRules": "Rules over logs",
  "settings.logRules.help": "Raise an alert for a service whose logs contain a text",
  "settings.quietMinutes": "Quiet minutes",
  "settings.quietMinutes.help": "An alert of a log rule ends after so many minutes without a matching line",

  // The database file, and the history of incidents
  "store.newer":
    "The database {file} has format {version}, and this program knows {known}. Start the newer Watchfloor that wrote it, or give another data folder. Nothing was changed.",
  "store.damaged":
    "The database {file} is damaged ({detail}). Restart Watchfloor: it will set the file aside and begin a new one.",
  "store.setAside":
    "The database was damaged ({detail}) and has been set aside as {file}. A new one was begun; sources fill it again. Keep the file if you need the audit or the history in it: the sqlite3 command .recover reads what is left.",
  "store.locked":
    "Watchfloor already runs on this data folder: process {pid} on {host}, since {startedAt}. Open that one, stop it, or give another data folder.",
  "store.locked.unknown":
    "Another process writes to {file}. Open that Watchfloor, stop it, or give another data folder.",
  "store.locked.busy": "Another program holds {file} ({detail}). Close it and try again.",
  "store.read-only":
    "{file} cannot be written ({detail}). Give this user the right to write its folder, or give another data folder.",
  "store.full":
    "The disk that holds {file} is full ({detail}). Free some space: Watchfloor goes on by itself, and nothing that it had acknowledged is lost.",
  "store.encryption-unavailable":
    "This build keeps {file} unencrypted and has no use for a key. To encrypt it, build Watchfloor with the package {package}; else use the disk encryption of the system.",
  "store.unreadable": "{file} cannot be opened ({detail}). Check that the path is right and that the disk works.",
  "store.unreadable.foreign": "{file} is not a database of Watchfloor. It was left as it is; give another data folder.",
  "history.unassessed": "Being assessed",
  "history.opened_one": "Opened with one alert",
  "history.opened_other": "Opened with {count} alerts",
  "history.grew_one": "One alert joined, {total} now",
  "history.grew_other": "{count} alerts joined, {total} now",
  "history.split_one": "One alert moved to another incident, {total} left",
  "history.split_other": "{count} alerts moved to another incident, {total} left",
  "history.severityRose": "Severity rose from {from} to {to}",
  "history.severityFell": "Severity fell from {from} to {to}",
  "history.cause": "Probable cause: {name} ({probabilityShare})",
  "history.causeChanged": "Probable cause is now {name} ({probabilityShare})",
  "history.causeUnknown": "No cause stands out any more",
  "history.mergedInto": "Merged into {into}",
  "history.absorbed": "Took in {absorbed} with its alerts",
  "history.resolved": "Resolved after {lastedMs}",
  "history.reopened": "Reopened",
  "history.note": "{text}",
  "history.owner": "Taken by {owner}",
  "history.ownerNone": "Given back",
} as const;
