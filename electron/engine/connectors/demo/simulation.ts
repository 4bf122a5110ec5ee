import { buildEstate } from "./build.ts";
import { conditionsOf, type Condition, type Retext } from "./condition.ts";
import type { Deployment } from "./deployment.ts";
import type { Estate } from "./estate.ts";
import { impactsOf, type Fault, type Impact } from "./fault.ts";
import { noiseBetween, routineBetween } from "./noise.ts";
import { faultsBetween } from "./schedule.ts";

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

/** Courses kept for the next question; older ones are computed again when asked for. */
const KEPT_COURSES = 64;

/**
 * The estate and everything that happens in it: a function of the seed and of time. All times are ms since the simulation
 * began; any moment can be asked for, in any order, and memory does not grow with time.
 */
export class Simulation {
  readonly estate: Estate;
  private readonly options: SimulationOptions;
  private readonly courses = new Map<string, Course>();

  constructor(options: SimulationOptions) {
    this.options = options;
    this.estate = buildEstate(options.seed, options.rename);
  }

  /** Faults that may be felt between two moments, with their course. */
  coursesBetween(from: number, to: number): Course[] {
    const include = this.options.include ?? (() => true);
    return faultsBetween(this.estate, from, to)
      .filter(include)
      .map((fault) => this.courseOf(fault));
  }

  /** Conditions that hold at some time between two moments, both included. Two with the same handle may overlap. */
  conditionsBetween(from: number, to: number): Condition[] {
    const faulty = this.coursesBetween(from, to).flatMap(({ conditions }) => conditions);
    const noisy = this.options.quiet ? [] : noiseBetween(this.estate, from, to, this.retext);
    return [...faulty, ...noisy].filter((condition) => condition.from <= to && condition.to > from);
  }

  /** Deployments that begin between two moments, both included, oldest first. */
  deploymentsBetween(from: number, to: number): Deployment[] {
    const faulty = this.coursesBetween(from, to).flatMap(({ fault }) => [fault.trigger, fault.rollback]);
    const routine = this.options.quiet ? [] : routineBetween(this.estate, from, to);
    const all = [...faulty, ...routine].filter((deployment) => deployment !== null);
    return all.filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at - b.at);
  }

  private get retext(): Retext {
    return this.options.retext ?? ((text) => text);
  }

  private courseOf(fault: Fault): Course {
    const known = this.courses.get(fault.id);
    if (known) return known;
    const impacts = impactsOf(this.estate, fault);
    const course: Course = { fault, impacts, conditions: conditionsOf(this.estate, fault, impacts, this.retext) };
    const oldest = this.courses.keys().next();
    if (this.courses.size >= KEPT_COURSES && !oldest.done) this.courses.delete(oldest.value);
    this.courses.set(fault.id, course);
    return course;
  }
}
