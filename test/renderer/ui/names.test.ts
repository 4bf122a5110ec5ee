import { expect, it } from "vitest";
import { shortHosts, withName } from "../../../renderer/ui/names.ts";

const short = (words: string, ...others: string[]): string => shortHosts([words, ...others])(words);

it("takes the domain from the name of a host", () => {
  expect(short("OPO-RTR-05.corp.example: link down")).toBe("OPO-RTR-05: link down");
  expect(short("no answer of web1.fra.corp.example")).toBe("no answer of web1");
  expect(short("lost db-1.corp.example.")).toBe("lost db-1.");
});

it("leaves it where two hosts that are shown together differ in nothing else", () => {
  const words = "sw-01.paris.example is down";
  expect(short(words, "sw-01.rome.example is down")).toBe(words);
  expect(short(words, "sw-01.paris.example again", "sw-02.rome.example")).toBe("sw-01 is down");
});

it.each([
  "10.27.0.138:9100 is above 70 %",
  "v6.81.0 is out",
  "certificate of https://identity-web.example.com/ expires",
  "mail of ops-1@mail.corp.example",
  "queue search.jobs grows",
  "com.example.payments.Timeout",
  "log-4.corp.example/errors is full",
])("leaves what is no name of a host: %s", (words) => {
  expect(short(words)).toBe(words);
});

it("says whose words they are once", () => {
  expect(withName("orders-db", "no free connections")).toBe("orders-db: no free connections");
  expect(withName("opo-rtr-05", "OPO-RTR-05: link down")).toBe("OPO-RTR-05: link down");
  expect(withName(null, "nothing stands out")).toBe("nothing stands out");
});
