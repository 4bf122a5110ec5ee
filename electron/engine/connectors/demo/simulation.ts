import { buildEstate } from "./build.ts";
import { conditionsOf, type Condition, type Retext } from "./condition.ts";
import type { Deployment } from "./deployment.ts";
import type { Estate } from "./estate.ts";
import { impactsOf, type Fault, type Impact } from "./fault.ts";
import { noiseBetween, routineBetween } from "./noise.ts";
import { Recent } from "./recent.ts";
import { plannedBetween } from "./schedule.ts";

/** Other names and texts for the same events, and less of them: for tests of what must not depend on words. */
export type SimulationOptions = {
  seed: number;
  rename?: (name: string) => string;
  retext?: Retext;
  /** Which faults take place; all when left out. */
  include?: (fault: Fault) => boolean;
  /** Without noise and routine deployments. */
  quiet?: boolean;
};

/** A fault with all that follows from it. */
export type Course = { fault: Fault; impacts: Impact[]; conditions: Condition[] };

/** How much is kept for the next question: enough for an hour or two. What is older is computed again when asked for. */
const KEPT_COURSES = 64;
const KEPT_DRAWS = 256;

/**
 * The estate and everything that happens in it: a function of the seed and of time. All times are ms since the simulation
 * began; any moment can be asked for, in any order, and memory does not grow with time.
 */
export class Simulation {
  readonly estate: Estate;
  private readonly options: SimulationOptions;
  private readonly courses = new Recent<Course | null>(KEPT_COURSES);
  private readonly noise = new Recent<Condition[]>(KEPT_DRAWS);
  private readonly routine = new Recent<Deployment[]>(KEPT_DRAWS);

  constructor(options: SimulationOptions) {
    this.options = options;
    this.estate = buildEstate(options.seed, options.rename);
  }

  /** Faults that may be felt between two moments, with their course. */
  coursesBetween(from: number, to: number): Course[] {
    const include = this.options.include ?? (() => true);
    return plannedBetween(from, to)
      .map((planned) => this.courses.get(planned.id, () => this.courseOf(planned.fault(this.estate))))
      .filter((course): course is Course => course !== null && include(course.fault));
  }

  /** Conditions that hold at some time between two moments, both included. Two with the same handle may overlap. */
  conditionsBetween(from: number, to: number): Condition[] {
    const faulty = this.coursesBetween(from, to).flatMap(({ conditions }) => conditions);
    const slots = this.options.quiet ? [] : noiseBetween(this.estate, from, to, this.retext);
    const noisy = slots.flatMap(({ id, draw }) => this.noise.get(id, draw));
    return [...faulty, ...noisy].filter((condition) => condition.from <= to && condition.to > from);
  }

  /** Deployments that begin between two moments, both included, oldest first. */
  deploymentsBetween(from: number, to: number): Deployment[] {
    const faulty = this.coursesBetween(from, to).flatMap(({ fault }) => [fault.trigger, fault.rollback]);
    const slots = this.options.quiet ? [] : routineBetween(this.estate, from, to);
    const routine = slots.flatMap(({ id, draw }) => this.routine.get(id, draw));
    const all = [...faulty, ...routine].filter((deployment) => deployment !== null);
    return all.filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at - b.at);
  }

  /** What is held in memory now: bounded however long it runs. */
  get kept(): number {
    return this.courses.size + this.noise.size + this.routine.size;
  }

  private get retext(): Retext {
    return this.options.retext ?? ((text) => text);
  }

  private courseOf(fault: Fault | null): Course | null {
    if (!fault) return null;
    const impacts = impactsOf(this.estate, fault);
    return { fault, impacts, conditions: conditionsOf(this.estate, fault, impacts, this.retext) };
  }
}
