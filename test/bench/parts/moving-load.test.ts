import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MovingLoad } from "./moving-load.ts";

let server: Server;
let url: string;
/** Posts that wait for their answer. */
let waiting: ServerResponse[];
let answers: boolean;
let load: MovingLoad | undefined;

beforeEach(async () => {
  waiting = [];
  answers = false;
  load = undefined;
  server = createServer((request, response) => {
    request.resume();
    if (answers) response.end();
    else waiting.push(response);
    server.emit("post");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await load?.stop();
  server.closeAllConnections();
  server.close();
});

const answer = (): void => {
  answers = true;
  for (const response of waiting.splice(0)) response.end();
};

it("has begun only when events were taken, and counts those that are taken meanwhile", async () => {
  let hasBegun = false;
  const starting = MovingLoad.start(url, 0).then((started) => {
    hasBegun = true;
    load = started;
  });
  await once(server, "post");
  expect(hasBegun).toBe(false);
  answer();
  await starting;
  const rate = await load!.rateDuring(async () => {
    for (let posts = 0; posts < 20; posts++) await once(server, "post");
  });
  expect(rate).toBeGreaterThan(0);
});

it("gives no rate when nothing was taken meanwhile", async () => {
  answer();
  load = await MovingLoad.start(url, 0);
  answers = false;
  // Each of the connections waits for an answer.
  while (waiting.length < 8) await once(server, "post");
  await expect(load.rateDuring(() => Promise.resolve())).rejects.toThrow("no event");
});

it("says so when it ends by itself", async () => {
  server.removeAllListeners("request");
  server.on("request", (_, response: ServerResponse) => response.writeHead(404).end());
  await expect(MovingLoad.start(url, 0)).rejects.toThrow("ended with 1");
});
