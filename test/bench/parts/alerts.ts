/** Alertmanager-shaped alerts of an estate of `services`, each alert distinct by its number. */
export type AlertShape = { services: number; instances: number; names: number };

export const SHAPE: AlertShape = { services: 400, instances: 5, names: 25 };

const SEVERITIES = ["critical", "warning", "warning", "info", "major"] as const;

/** One alert as a Prometheus posts it. `end`: it has ended then. */
export function alertOf(
  number: number,
  start: number,
  end: number | undefined,
  { services, instances, names }: AlertShape = SHAPE,
) {
  const service = number % services;
  const instance = Math.floor(number / services) % instances;
  const name = Math.floor(number / (services * instances)) % names;
  const generation = Math.floor(number / (services * instances * names));
  return {
    labels: {
      alertname: `Condition${name}`,
      service: `service-${service}`,
      instance: `10.${service >> 6}.${service & 63}.${instance}:9100`,
      severity: SEVERITIES[(service + name) % SEVERITIES.length],
      team: `team-${service % 12}`,
      shard: String(generation),
    },
    annotations: {
      summary: `Condition ${name} holds at instance ${instance} of service ${service}: latency is ${(number % 977) / 100} s`,
      description: `The 99th percentile of request latency of service-${service} has been above its limit for five minutes.`,
    },
    startsAt: new Date(start).toISOString(),
    ...(end === undefined ? {} : { endsAt: new Date(end).toISOString() }),
    generatorURL: `http://prometheus.example.test/graph?g0.expr=latency${name}`,
  };
}

/** Bodies of `perPost` alerts each: `count` alerts from number `first` on. */
export function bodiesOf(first: number, count: number, perPost: number, start: number, end?: number): Buffer[] {
  const bodies: Buffer[] = [];
  for (let at = 0; at < count; at += perPost) {
    const alerts = Array.from({ length: Math.min(perPost, count - at) }, (_, i) => alertOf(first + at + i, start, end));
    bodies.push(Buffer.from(JSON.stringify(alerts)));
  }
  return bodies;
}
