import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ServerName } from "../requirements.ts";
import { freePort, Program } from "./program.ts";

const HOST = "127.0.0.1";
/** What `Monitoring` starts. */
export const MONITORING_SERVERS: readonly ServerName[] = [
  "prometheus",
  "prometheus-alertmanager",
  "prometheus-pushgateway",
];

export type Silence = { id: string; createdBy: string; comment: string; endsAt: string; status: { state: string } };

/**
 * A real Prometheus with a real Alertmanager and a Pushgateway, on loopback and in a folder of their own. The rule
 * QueueDepthHigh fires while the pushed metric `queue_depth` is above 100; TargetDown always fires.
 */
export class Monitoring {
  readonly folder = mkdtempSync(path.join(tmpdir(), "watchfloor-servers-"));
  prometheusUrl = "";
  alertmanagerUrl = "";
  #gatewayUrl = "";
  prometheus!: Program;
  alertmanager!: Program;
  #gateway!: Program;

  static async start(): Promise<Monitoring> {
    const monitoring = new Monitoring();
    await monitoring.#start();
    return monitoring;
  }

  async #start(): Promise<void> {
    const [prometheus, alertmanager, gateway, dead] = await Promise.all([
      freePort(),
      freePort(),
      freePort(),
      freePort(),
    ]);
    this.prometheusUrl = `http://${HOST}:${prometheus}`;
    this.alertmanagerUrl = `http://${HOST}:${alertmanager}`;
    this.#gatewayUrl = `http://${HOST}:${gateway}`;
    this.#write("prometheus.yml", prometheusConfig(this.folder, alertmanager, gateway, dead));
    this.#write("rules.yml", RULES);
    this.#write("alertmanager.yml", ALERTMANAGER);
    this.#gateway = this.#program(
      "prometheus-pushgateway",
      [`--web.listen-address=${HOST}:${gateway}`],
      this.#gatewayUrl,
    );
    this.alertmanager = this.#program(
      "prometheus-alertmanager",
      [
        `--config.file=${this.folder}/alertmanager.yml`,
        `--storage.path=${this.folder}/alertmanager`,
        `--web.listen-address=${HOST}:${alertmanager}`,
        "--cluster.listen-address=",
      ],
      this.alertmanagerUrl,
    );
    this.prometheus = this.#program(
      "prometheus",
      [
        `--config.file=${this.folder}/prometheus.yml`,
        `--storage.tsdb.path=${this.folder}/tsdb`,
        `--web.listen-address=${HOST}:${prometheus}`,
        // An alert that fired before Prometheus had found its Alertmanager is otherwise sent a minute later.
        "--rules.alert.resend-delay=2s",
      ],
      this.prometheusUrl,
    );
    await Promise.all([this.#gateway.start(), this.alertmanager.start(), this.prometheus.start()]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.prometheus.stop(), this.alertmanager.stop(), this.#gateway.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Pushes the metric that makes QueueDepthHigh fire, or (0) end. */
  async queueDepth(depth: number): Promise<void> {
    const url = `${this.#gatewayUrl}/metrics/job/checkout/instance/shop-1`;
    const answer = await fetch(url, { method: "POST", body: `queue_depth ${depth}\n` });
    if (!answer.ok) throw new Error(`the gateway answered ${answer.status}`);
  }

  async silences(): Promise<Silence[]> {
    const all = (await (await fetch(`${this.alertmanagerUrl}/api/v2/silences`)).json()) as Silence[];
    return all.filter(({ status }) => status.state === "active");
  }

  /** Somebody else silences QueueDepthHigh, at the Alertmanager itself. */
  async silence(createdBy: string, comment: string): Promise<void> {
    const body = JSON.stringify({
      matchers: [{ name: "alertname", value: "QueueDepthHigh", isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 600_000).toISOString(),
      createdBy,
      comment,
    });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${this.alertmanagerUrl}/api/v2/silences`, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`the Alertmanager answered ${answer.status}`);
  }

  async expireSilences(): Promise<void> {
    for (const { id } of await this.silences())
      await fetch(`${this.alertmanagerUrl}/api/v2/silence/${id}`, { method: "DELETE" });
  }

  #write(name: string, text: string): void {
    writeFileSync(path.join(this.folder, name), text);
  }

  #program(command: string, args: string[], url: string): Program {
    return new Program(command, args, `${url}/-/ready`, path.join(this.folder, `${command}.log`));
  }
}

const prometheusConfig = (folder: string, alertmanager: number, gateway: number, dead: number): string => `
global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s, external_labels: {site: lab}}
rule_files: ['${folder}/rules.yml']
alerting: {alertmanagers: [{static_configs: [{targets: ['${HOST}:${alertmanager}']}]}]}
scrape_configs:
- {job_name: pushgateway, honor_labels: true, static_configs: [{targets: ['${HOST}:${gateway}']}]}
- {job_name: dead, static_configs: [{targets: ['${HOST}:${dead}'], labels: {host: core-sw-9}}]}
`;

const RULES = `
groups:
- name: shop
  rules:
  - alert: QueueDepthHigh
    expr: queue_depth > 100
    for: 1s
    labels: {severity: major, service: checkout}
    annotations: {summary: 'the checkout queue is {{ $value }} deep'}
  - alert: TargetDown
    expr: up{job="dead"} == 0
    labels: {severity: critical}
    annotations: {summary: '{{ $labels.host }} is down'}
  - alert: NeverReady
    expr: vector(1)
    for: 1h
    labels: {severity: info}
`;

const ALERTMANAGER = `
route: {receiver: none, group_by: [alertname], group_wait: 1s, group_interval: 2s}
receivers: [{name: none}]
`;
