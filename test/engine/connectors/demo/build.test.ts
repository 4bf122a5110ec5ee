import { expect, it } from "vitest";
import { buildEstate } from "../../../../electron/engine/connectors/demo/build.ts";
import { KIND_OF } from "../../../../electron/engine/connectors/demo/estate.ts";
import { canonicalName } from "../../../../electron/engine/pipeline/identify.ts";
import { aliasesOf } from "../../../../electron/engine/connectors/demo/tools.ts";

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

it("builds 40 to 120 entities at 2 to 4 sites, whatever the seed", () => {
  for (const seed of SEEDS) {
    const { entities } = buildEstate(seed);
    const sites = new Set(entities.map(({ site }) => site)).size;
    expect(entities.length, `seed ${seed}`).toBeGreaterThanOrEqual(40);
    expect(entities.length, `seed ${seed}`).toBeLessThanOrEqual(120);
    expect(sites, `seed ${seed}`).toBeGreaterThanOrEqual(2);
    expect(sites, `seed ${seed}`).toBeLessThanOrEqual(4);
  }
});

it("builds the same estate for the same seed", () => {
  expect(buildEstate(7)).toEqual(buildEstate(7));
});

it("draws other names and other sizes for other seeds", () => {
  const sizes = new Set(SEEDS.map((seed) => buildEstate(seed).entities.length));
  const stories = new Set(SEEDS.map((seed) => buildEstate(seed).storyGroup));
  expect(sizes.size).toBeGreaterThan(20);
  expect(stories.size).toBe(6);
});

it("gives no two entities the same name in any tool", () => {
  for (const seed of SEEDS) {
    const names = buildEstate(seed).entities.flatMap((entity) =>
      aliasesOf(entity).map(({ namespace, value }) => `${namespace} ${value}`),
    );
    expect(new Set(names).size, `seed ${seed}`).toBe(names.length);
  }
});

it("gives no two entities of a kind names that a person would take for one", () => {
  for (const seed of SEEDS) {
    const owners = new Map<string, string>();
    for (const entity of buildEstate(seed).entities) {
      for (const { value } of [...aliasesOf(entity), { value: entity.name }]) {
        const name = `${KIND_OF[entity.role]} ${canonicalName({ kind: KIND_OF[entity.role], value })}`;
        expect(owners.get(name) ?? entity.key, `seed ${seed}: ${name}`).toBe(entity.key);
        owners.set(name, entity.key);
      }
    }
  }
});

it("has no cycle of dependencies and leaves no entity alone", () => {
  for (const seed of SEEDS) {
    const { entities, dependencies } = buildEstate(seed);
    const left = new Set(entities.map(({ key }) => key));
    for (let before = -1; before !== left.size;) {
      before = left.size;
      for (const { key } of entities) {
        if (!dependencies.some(({ from, to }) => from.key === key && left.has(to.key))) left.delete(key);
      }
    }
    const linked = new Set(dependencies.flatMap(({ from, to }) => [from.key, to.key]));
    expect([...left], `seed ${seed}`).toEqual([]);
    expect(linked.size, `seed ${seed}`).toBe(entities.length);
  }
});

it("hides some edges from every tool, but none of the opening story's", () => {
  const all = SEEDS.flatMap((seed) => {
    const { dependencies, storyGroup } = buildEstate(seed);
    return dependencies.map((dependency) => ({
      ...dependency,
      story: dependency.from.group === storyGroup && dependency.to.group === storyGroup,
    }));
  });
  expect(all.filter(({ story, knowledge }) => !story && knowledge === "hidden").length).toBeGreaterThan(0);
  expect(all.filter(({ story, knowledge }) => story && knowledge === "hidden")).toEqual([]);
});

it("replaces every name when told to", () => {
  const renamed = buildEstate(7, (name) => `x${name.length}-${[...name].reverse().join("")}`);
  const plain = buildEstate(7);
  expect(renamed.entities.map(({ key }) => key)).toEqual(plain.entities.map(({ key }) => key));
  for (const { name } of plain.entities) expect(renamed.entities.some((entity) => entity.name === name)).toBe(false);
});
