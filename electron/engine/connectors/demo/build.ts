import { between, choose, roll, shuffled, wholeBetween } from "./random.ts";
import type { Dependency, Estate, EstateEntity, Knowledge, Role } from "./estate.ts";
import {
  API_WORDS,
  BFF_WORDS,
  DATA_CENTRES,
  DOMAINS,
  QUEUE_WORDS,
  REGIONS,
  STORY_DOMAINS,
  STREETS,
  WEB_WORDS,
  WORKER_WORDS,
} from "./words.ts";

type Place = { city: string; code: string };
type Centre = Place & { switch: EstateEntity; router: EstateEntity; balancer: EstateEntity; nodes: EstateEntity[] };
type Domain = { name: string; apis: EstateEntity[] };

/** Edges of the story are always known: that it can be explained must not hang on luck. Of the others one in twenty is hidden. */
const HIDDEN_SHARE = 0.05;

/** Builds the estate of a seed: 2 to 4 sites and 40 to 120 entities. `rename` may replace every name and group; different names must stay different. */
export function buildEstate(seed: number, rename: (name: string) => string = (name) => name): Estate {
  const builder = new EstateBuilder(seed);
  const centres = shuffled(DATA_CENTRES, seed, "centres")
    .slice(0, wholeBetween([1, 2], roll(seed, "centre count")))
    .map((place) => builder.centre(place));
  const names = [
    choose(STORY_DOMAINS, roll(seed, "story")),
    ...shuffled(DOMAINS, seed, "domains").slice(0, wholeBetween([2, 3], roll(seed, "domain count"))),
  ];
  const domains = names.map((name, index) => builder.domain(name, index, centres[index % centres.length]!));
  domains.forEach((domain, index) => builder.crossCall(domain, domains[index + 1]));
  const regions = shuffled(REGIONS, seed, "regions").slice(0, wholeBetween([1, 2], roll(seed, "region count")));
  for (const place of regions) builder.region(place, centres[0]!, regions.length === 1 ? [9, 12] : [5, 7]);
  return builder.finish(names[0]!, rename);
}

/** Kubernetes makes the random part of names from these: no vowels, so no words, and nothing that looks like another sign. */
const POD_SIGNS = [..."bcdfghjklmnpqrstvwxz2456789"];

const podWord = (seed: number, length: number, ...keys: (string | number)[]): string =>
  Array.from({ length }, (_, index) => choose(POD_SIGNS, roll(seed, "pod sign", index, ...keys))).join("");

class EstateBuilder {
  private readonly seed: number;
  private readonly entities: EstateEntity[] = [];
  private readonly dependencies: Dependency[] = [];
  private readonly pods = new Map<string, EstateEntity[]>();
  private story = false;

  constructor(seed: number) {
    this.seed = seed;
  }

  private share(...keys: (string | number)[]): number {
    return roll(this.seed, "estate", ...keys);
  }

  private add(role: Role, name: string, place: Place, group: string, runsOn: EstateEntity | null = null): EstateEntity {
    const ordinal = this.entities.length + 1;
    const address =
      runsOn && role !== "pod"
        ? runsOn.address
        : `10.${20 + wholeBetween([0, 9], this.share("net", place.code))}.${Math.floor(ordinal / 50)}.${10 + (ordinal % 50) * 4}`;
    const entity: EstateEntity = {
      key: `${role}-${ordinal}`,
      role,
      name,
      site: place.city,
      siteCode: place.code,
      group,
      ordinal,
      address,
      runsOn,
    };
    this.entities.push(entity);
    return entity;
  }

  private link(from: EstateEntity, to: EstateEntity, kind: "call" | "infrastructure"): void {
    const index = this.dependencies.length;
    const hidden = !this.story && this.share("hidden", index) < HIDDEN_SHARE;
    const traced = this.share("traced", index);
    const knowledge: Knowledge = hidden
      ? "hidden"
      : kind === "infrastructure"
        ? "declared"
        : traced < 0.35
          ? "traced"
          : traced < 0.85
            ? "both"
            : "declared";
    const confidence = Math.round(between([0.6, 0.95], this.share("confidence", index)) * 100) / 100;
    this.dependencies.push({ from, to, knowledge, confidence });
  }

  centre(place: Place): Centre {
    const number = (what: string): string =>
      String(wholeBetween([1, 4], this.share(place.code, what))).padStart(2, "0");
    const router = this.add("router", `${place.code.toLowerCase()}-core-${number("core")}`, place, "network");
    const toRouter = this.add("switch", `${place.code.toLowerCase()}-sw-${number("switch")}`, place, "network");
    const balancer = this.add("balancer", `${place.code.toLowerCase()}-lb-${number("balancer")}`, place, "network");
    this.link(toRouter, router, "infrastructure");
    this.link(balancer, toRouter, "infrastructure");
    const nodes = Array.from({ length: wholeBetween([3, 4], this.share(place.code, "nodes")) }, (_, index) => {
      const node = this.add(
        "node",
        `${place.code.toLowerCase()}-k8s-${String(index + 1).padStart(2, "0")}`,
        place,
        "platform",
      );
      this.link(node, toRouter, "infrastructure");
      return node;
    });
    return { ...place, router, switch: toRouter, balancer, nodes };
  }

  /** The first domain is the story's and always has a front; the second always has a queue. */
  domain(name: string, index: number, centre: Centre): Domain {
    const story = index === 0;
    this.story = story;
    const word = (list: readonly string[], what: string): string => `${name}-${choose(list, this.share(name, what))}`;
    const database = this.database(name, centre);
    const apis = shuffled(API_WORDS, this.seed, `apis ${name}`)
      .slice(0, wholeBetween([2, 3], this.share(name, "api count")))
      .map((suffix) => this.service("api", `${name}-${suffix}`, name, centre));
    for (const api of apis) this.link(api, database, "call");
    if (story || this.share(name, "web") < 0.7)
      this.front(word(WEB_WORDS, "web word"), word(BFF_WORDS, "bff word"), name, centre, apis);
    if (index === 1 || this.share(name, "worker") < 0.65) {
      const queue = this.add("queue", `${name}.${choose(QUEUE_WORDS, this.share(name, "queue"))}`, centre, name);
      const worker = this.service("worker", word(WORKER_WORDS, "worker word"), name, centre);
      this.link(worker, queue, "call");
      this.link(worker, database, "call");
      this.link(apis.at(-1)!, queue, "call");
    }
    if (this.share(name, "cache") < 0.5) {
      const cache = this.add("cache", `${name}-cache`, centre, name);
      this.link(apis[0]!, cache, "call");
    }
    this.story = false;
    return { name, apis };
  }

  private database(group: string, centre: Centre): EstateEntity {
    const nth = this.entities.filter(({ role }) => role === "databaseHost").length;
    const number = String(nth * 4 + wholeBetween([1, 4], this.share(group, "database"))).padStart(2, "0");
    const host = this.add("databaseHost", `db-${centre.code.toLowerCase()}-${number}`, centre, "databases");
    const database = this.add("database", `${group}-db`, centre, group, host);
    this.link(database, host, "infrastructure");
    this.link(host, centre.switch, "infrastructure");
    return database;
  }

  private front(webName: string, bffName: string, group: string, centre: Centre, apis: EstateEntity[]): void {
    const bff = this.service("bff", bffName, group, centre);
    const web = this.service("web", webName, group, centre);
    this.link(web, bff, "call");
    this.link(web, centre.balancer, "infrastructure");
    for (const api of apis) this.link(bff, api, "call");
  }

  private service(role: Role, name: string, group: string, centre: Centre): EstateEntity {
    const service = this.add(role, name, centre, group);
    const release = podWord(this.seed, 9, name, "release");
    const pods = Array.from({ length: wholeBetween([1, 2], this.share(name, "pods")) }, (_, index) => {
      const node = choose(centre.nodes, this.share(name, "node", index));
      const suffix = podWord(this.seed, 5, name, "pod", index);
      const pod = this.add("pod", `${name}-${release}-${suffix}`, centre, group, node);
      this.link(service, pod, "infrastructure");
      this.link(pod, node, "infrastructure");
      return pod;
    });
    this.pods.set(service.key, pods);
    return service;
  }

  crossCall(from: Domain, to: Domain | undefined): void {
    if (to && this.share(from.name, to.name) < 0.6) this.link(from.apis[0]!, to.apis.at(-1)!, "call");
  }

  region(place: Place, centre: Centre, stores: readonly [number, number]): void {
    const code = place.code.toLowerCase();
    const uplink = this.add(
      "uplink",
      `${code}-rtr-${String(wholeBetween([1, 9], this.share(code, "uplink"))).padStart(2, "0")}`,
      place,
      "network",
    );
    this.link(uplink, centre.router, "infrastructure");
    const streets = shuffled(STREETS, this.seed, `streets ${code}`);
    for (let index = 0; index < wholeBetween(stores, this.share(code, "stores")); index++) {
      const number = String(wholeBetween([100, 899], this.share(code, "first store")) + index * 7).padStart(4, "0");
      const router = this.add("storeRouter", `${code}-s${number}-r1`, place, "stores");
      this.link(router, uplink, "infrastructure");
      if (this.share(code, "store site", index) > 0.6) continue;
      const store = this.add("store", `Store ${number} ${streets[index % streets.length]!}`, place, "stores");
      this.link(store, router, "infrastructure");
    }
  }

  finish(storyGroup: string, rename: (name: string) => string): Estate {
    for (const entity of this.entities) {
      entity.name = rename(entity.name);
      entity.group = rename(entity.group);
    }
    const dependents = new Map<string, EstateEntity[]>();
    for (const { from, to } of this.dependencies) dependents.set(to.key, [...(dependents.get(to.key) ?? []), from]);
    return {
      seed: this.seed,
      entities: this.entities,
      dependencies: this.dependencies,
      dependents,
      pods: this.pods,
      storyGroup: rename(storyGroup),
      storyGround: this.groundOf(rename(storyGroup)),
    };
  }

  private groundOf(group: string): Set<string> {
    const ground = new Set(this.entities.filter((entity) => entity.group === group).map(({ key }) => key));
    // A set hands out what is added while it is walked.
    for (const key of ground) for (const { from, to } of this.dependencies) if (from.key === key) ground.add(to.key);
    return ground;
  }
}
