import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hash } from "node:crypto";

type Given = { name: string; host: string; severity: string; summary: string };
type Silence = {
  id: string;
  matchers: { name: string; value: string }[];
  createdBy: string;
  comment: string;
  startsAt: string;
  endsAt: string;
  status: { state: string };
};

/**
 * As much of an Alertmanager (API v2) as the console asks for, for tests that do not need the real one: alerts that a test
 * sets, silences that are kept and mute. It can be cut off, and come back on its port with what it knew.
 */
export class StandInAlertmanager {
  alerts: Given[] = [];
  silences: Silence[] = [];
  readonly #startedAt = new Date(Date.now() - 90_000).toISOString();
  #server: Server | undefined;
  #port = 0;

  static async start(alerts: readonly Given[]): Promise<StandInAlertmanager> {
    const made = new StandInAlertmanager();
    made.alerts = [...alerts];
    await made.connect();
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async connect(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = (request.url ?? "").replace("/api/v2/", "");
    const body = Buffer.concat(chunks).toString();
    const value = this.#value(request.method ?? "GET", path, body);
    response.writeHead(value === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(value ?? {}));
  }

  #value(method: string, path: string, body: string): unknown {
    const [, id] = path.split("/");
    if (path === "status") return { versionInfo: { version: "0.0.0-stand-in" } };
    if (path === "alerts") return this.alerts.map((alert) => this.#gettable(alert));
    if (path === "silences" && method === "GET") return this.silences;
    if (path === "silences") return { silenceID: this.#silence(body) };
    const silence = this.silences.find((each) => each.id === id);
    if (silence !== undefined && method === "DELETE") silence.status = { state: "expired" };
    return silence;
  }

  #silence(body: string): string {
    const id = `silence-${this.silences.length + 1}`;
    this.silences.push({ ...(JSON.parse(body) as Silence), id, status: { state: "active" } });
    return id;
  }

  #gettable({ name, host, severity, summary }: Given): object {
    const labels: Record<string, string> = { alertname: name, instance: host, severity };
    const silencedBy = this.silences
      .filter(
        ({ status, matchers }) => status.state === "active" && matchers.every((one) => labels[one.name] === one.value),
      )
      .map(({ id }) => id);
    return {
      fingerprint: hash("sha1", `${name} ${host}`).slice(0, 16),
      labels,
      annotations: { summary },
      startsAt: this.#startedAt,
      status: { state: silencedBy.length > 0 ? "suppressed" : "active", silencedBy, inhibitedBy: [] },
    };
  }
}

/** `watchfloor.yaml` with an Alertmanager by name, each asked once a second. */
export const yamlFor = (alertmanagers: Readonly<Record<string, StandInAlertmanager>>): string =>
  ["sources:"]
    .concat(
      Object.entries(alertmanagers).map(
        ([id, { url }]) => `  - {id: ${id}, kind: alertmanager, settings: {url: "${url}", intervalSeconds: 1}}`,
      ),
    )
    .join("\n");

/** Alerts of hosts that have nothing in common, so that each becomes an incident of its own. */
export const separateAlerts = (count: number): Given[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `Trouble${index}`,
    host: `${HOSTS[index % HOSTS.length]}-${index}`,
    severity: index === 0 ? "critical" : "warning",
    summary: `${HOSTS[index % HOSTS.length]} ${index} runs hot`,
  }));

const HOSTS = ["pump", "valve", "turbine", "press", "furnace", "crane", "mixer", "kiln"];
