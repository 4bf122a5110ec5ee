export const demo = {
  "demo.title": "Demo estate (simulated)",
  "demo.metrics": "Prometheus (demo)",
  "demo.database": "Zabbix DB (demo)",
  "demo.logs": "Elastic logs (demo)",
  "demo.kubernetes": "Kubernetes (demo)",
  "demo.deployments": "Argo CD (demo)",
  "demo.network": "SNMP traps (demo)",
  "demo.uptime": "Uptime checks (demo)",
  "demo.inventory": "CMDB (demo)",
  "demo.silent":
    "{tool} did not answer in time. The demo lets this happen now and then; it comes back within a few minutes.",
  "demo.disconnected": "{tool} cannot be reached: the configuration of the demo disconnects it at this time.",
  "demo.alertGone": "The alert has ended at the source, so there is nothing to acknowledge.",
} as const;
