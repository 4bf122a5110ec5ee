import { Agent, request } from "node:http";

/**
 * Posts every body over `connections` kept-alive connections and resolves with the seconds until the last 2xx.
 * @param taken called at each 2xx
 */
export async function post(
  url: string,
  bodies: readonly Buffer[],
  { connections = 8, taken = () => {} }: { connections?: number; taken?: () => void } = {},
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const target = new URL("/api/v2/alerts", url);
  let next = 0;
  const begun = performance.now();
  const sender = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      await send(agent, target, body);
      taken();
    }
  };
  await Promise.all(Array.from({ length: connections }, sender));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return seconds;
}

async function send(agent: Agent, target: URL, body: Buffer): Promise<void> {
  for (;;) {
    const status = await once(agent, target, body);
    if (status >= 200 && status < 300) return;
    if (status !== 503) throw new Error(`${target.href} answered ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function once(agent: Agent, target: URL, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": body.length };
    const outgoing = request(target, { agent, method: "POST", headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
