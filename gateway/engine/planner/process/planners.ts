import type { QueryPlan } from '@apollo/query-planner';
import type { LRUCache } from 'lru-cache';
import { DomainError } from '../../../../subgraphs/kit/errors/define.js';
import { COMMON } from '../../../../subgraphs/kit/errors/table.js';
import { ENGINE_ERRORS } from '../../errors.js';
import type { SupergraphFacts } from '../planner.js';
import type { OpenPlanner } from '../plannerWorker.js';
import { Interrupted, ProcessDied } from './plannerProcess.js';
import type { Processes } from './processes.js';
import { PlanQueue } from './planQueue.js';
import type { Standing, Waiting } from './planQueue.js';
import { Post } from './post.js';
import { Refusals } from './refusals.js';
import { outlineOf, shapeOf } from './shape.js';
import type { Task } from './tasks.js';
import type { Waste } from './waste.js';

export interface PlannersOptions {
  /** Processes that plan; one until more are needed, and at least two then. */
  plannersMax: number;
  /** A plan that takes longer is given up. */
  planTimeoutMs: number;
  /** Of processor, that planning may take while others wait. */
  planShareMs: number;
  /** Operations that may wait for their plan. */
  plansWaitingMax: number;
  /** Hears of what became of a process. */
  warn(facts: object, message: string): void;
}

/** What outlives a supergraph. */
export interface PlannersMemory {
  readonly processes: Processes;
  /** Shapes of operations that were planned. */
  readonly known: LRUCache<string, true>;
  readonly waste: Waste;
}

/** Opening is ours to ask, never a client's; a supergraph of 2,000 types takes some seconds. */
export const OPEN_TIMEOUT_MS = 120_000;
/** Between two looks at what is being planned. */
const LOOK_MS = 25;
/** Nobody waits for longer than this for a planner. */
const WAIT_MAX_MS = 20_000;
/** A planner that was needed beside the first is kept for this long after it was needed last. */
const EXTRA_LIFE_MS = 300_000;
/** A process that dies over one operation after another comes back later each time. */
const REST_FIRST_MS = 100;
const REST_LAST_MS = 10_000;
/** An operation whose planner was killed from outside is planned again; one that was there each time is not innocent. */
const ATTEMPTS_MAX = 2;

/** Characters of an operation's outline that are logged when its planning breaks down. */
const OUTLINE_LOGGED_MAX = 2_000;

interface Order extends Waiting {
  readonly operation: string;
  readonly task: Task;
  readonly shape: string;
  readonly since: number;
  standing: Standing;
  attempts: number;
  done(plan: QueryPlan): void;
}

/**
 * The planners of one supergraph. The first does all of the work until an operation takes long while others wait: then
 * a second one is started, and what takes long is put back behind all that may be quick, and has all planners but one.
 * What came to nothing is remembered, and counts against whoever asked for it.
 */
export class Planners implements OpenPlanner {
  private readonly queue: PlanQueue<Order>;
  private readonly refusals = new Refusals();
  private readonly posts: Post<Order>[] = [];
  private watching: NodeJS.Timeout | undefined;
  private shrinking: NodeJS.Timeout | undefined;
  private deathsInARow = 0;
  private restsUntil = 0;
  private isClosed = false;

  private constructor(
    readonly facts: SupergraphFacts,
    private readonly opening: Task,
    private readonly options: PlannersOptions,
    private readonly memory: PlannersMemory,
  ) {
    this.queue = new PlanQueue(options.plansWaitingMax);
  }

  /** @throws Error for what is no supergraph, or one that no planner can be made of. */
  static async open(
    supergraphSdl: string,
    options: PlannersOptions,
    memory: PlannersMemory,
  ): Promise<Planners> {
    const process = memory.processes.take();
    try {
      const opening: Task = { kind: 'open', supergraphSdl, wantsFacts: true };
      const facts = await process.perform<SupergraphFacts>(opening, OPEN_TIMEOUT_MS);
      const planners = new Planners(facts, { ...opening, wantsFacts: false }, options, memory);
      planners.appoint(new Post(process)).isReady = true;
      return planners;
    } catch (error) {
      process.kill();
      throw error;
    }
  }

  async plan(operation: string, overrides: readonly string[], asker = ''): Promise<QueryPlan> {
    const shape = [...overrides, shapeOf(operation)].join('\n');
    const refused = this.refusals.find(shape);
    if (refused) throw refused;
    if (this.isClosed) throw tooLate();
    return new Promise((done, failed) => {
      this.queue.add({
        operation,
        task: { kind: 'plan', operation, overrides },
        asker,
        shape,
        since: performance.now(),
        standing: this.memory.known.get(shape) ? 'known' : 'new',
        attempts: 0,
        done,
        failed,
      });
      this.dispatch();
    });
  }

  close(): void {
    this.isClosed = true;
    for (const order of this.queue.takeWhere(() => true)) order.failed(tooLate());
    clearInterval(this.watching);
    clearTimeout(this.shrinking);
    for (const { process, isFree } of this.posts.splice(0)) {
      process.onDeath = undefined;
      if (isFree) void this.memory.processes.giveWithPlanner(process);
      else process.kill();
    }
  }

  private dispatch(): void {
    if (this.isClosed) return;
    for (const post of this.posts.filter(({ isFree }) => isFree)) {
      const order = this.queue.next('known', 'new') ?? (this.maySlow ? this.queue.next('slow') : undefined);
      if (order) void this.work(post, order);
    }
    // What takes long gets a planner only where another one is left for what does not.
    if (this.queue.has('slow') && this.posts.length === 1) this.hire();
    this.watching ??= setInterval(() => this.look(), LOOK_MS);
  }

  private get maySlow(): boolean {
    return this.posts.filter(({ order }) => order?.standing === 'slow').length < this.posts.length - 1;
  }

  private async work(post: Post<Order>, order: Order): Promise<void> {
    const { planTimeoutMs } = this.options;
    try {
      const plan = await post.perform<QueryPlan>(order, order.task, planTimeoutMs);
      this.deathsInARow = 0;
      this.memory.known.set(order.shape, true);
      this.refusals.forget(order.shape);
      order.done(plan);
    } catch (error) {
      this.failed(post, order, error as Error);
    }
    this.dispatch();
  }

  private failed(post: Post<Order>, order: Order, error: Error): void {
    if (this.isClosed) return order.failed(tooLate());
    const { elapsedMs } = post;
    const isQuick = error instanceof DomainError && elapsedMs < this.options.planShareMs;
    const wasInnocent =
      error instanceof Interrupted
        ? error.reason === 'unasked'
        : error instanceof ProcessDied && !error.atItsOwnHand;
    if (!isQuick && !wasInnocent) this.memory.waste.charge(order.asker, elapsedMs);
    // It was broken off in the middle of something.
    if (error instanceof Interrupted && post.process.isAlive) void this.open(post);

    if (error instanceof Interrupted && error.reason === 'asked') return this.putBack(order);
    if (wasInnocent && ++order.attempts < ATTEMPTS_MAX) return this.enqueue(order);
    const isCause = error instanceof Interrupted || error instanceof ProcessDied;
    const refusal = isCause ? tooDear() : error;
    const cause = isCause ? error.message : error.cause;
    if (cause !== undefined) this.reportBreakdown(post, order, cause);
    if (refusal instanceof DomainError) this.refusals.remember(order.shape, refusal);
    order.failed(refusal);
  }

  /** The client hears no more than that there is no plan; the operator has to be able to mend the cause. */
  private reportBreakdown(post: Post<Order>, { operation }: Order, cause: unknown): void {
    const outline = outlineOf(operation).slice(0, OUTLINE_LOGGED_MAX);
    this.options.warn(
      { planner: post.process.pid, cause, elapsedMs: Math.round(post.elapsedMs), outline },
      'an operation could not be planned',
    );
  }

  /** Once more; a queue that has filled meanwhile refuses it like any other. */
  private enqueue(order: Order): void {
    try {
      this.queue.add(order);
    } catch (error) {
      order.failed(error as Error);
    }
  }

  /** Behind all that may be quick; unless whoever asked has had their part of that already. */
  private putBack(order: Order): void {
    const forMs = this.memory.waste.exceededForMs(order.asker);
    order.standing = 'slow';
    if (forMs === 0) return this.enqueue(order);
    const retryAfterSeconds = Math.ceil(forMs / 1_000);
    const message = 'Too much that you asked for took too long to be planned; ask for less at once.';
    order.failed(COMMON.RATE_LIMITED.raise(message, { retryAfterSeconds }));
  }

  /** Sees to it that nobody waits for what takes long. */
  private look(): void {
    const now = performance.now();
    for (const order of this.queue.takeWhere(({ since }) => now - since > WAIT_MAX_MS)) {
      order.failed(tooLate());
    }
    const long = this.posts
      .filter((post) => post.order && post.hasHad(this.options.planShareMs))
      .sort((one, other) => other.elapsedMs - one.elapsedMs);
    const isPressed = this.queue.has('known', 'new') && !this.posts.some(({ isFree }) => isFree);
    if (isPressed && (long.length > 0 || this.posts.length === 0)) this.hire();
    let places = isPressed ? this.posts.filter(({ isReady }) => isReady).length - 1 : long.length;
    for (const post of long) {
      const order = post.order!;
      const isSpent = order.standing !== 'known' && this.memory.waste.exceededForMs(order.asker) > 0;
      if (isSpent || places <= 0) post.process.interrupt();
      else if (isPressed) order.standing = 'slow';
      places -= 1;
    }
    if (this.posts.some(({ order }) => order) || this.queue.has('known', 'new', 'slow')) return;
    clearInterval(this.watching);
    this.watching = undefined;
  }

  /** Another planner, if there may be one. */
  private hire(): void {
    const isEnough = this.posts.length >= this.options.plannersMax;
    if (this.isClosed || isEnough || performance.now() < this.restsUntil) return;
    void this.open(this.appoint(new Post(this.memory.processes.take())));
    clearTimeout(this.shrinking);
    this.shrinking = setTimeout(() => this.shrink(), EXTRA_LIFE_MS).unref();
  }

  private shrink(): void {
    const extra = this.posts.slice(1).find(({ isFree }) => isFree);
    if (extra) this.dismiss(extra);
    if (this.posts.length > 1) this.shrinking = setTimeout(() => this.shrink(), EXTRA_LIFE_MS).unref();
  }

  private appoint(post: Post<Order>): Post<Order> {
    this.posts.push(post);
    post.process.onDeath = ({ message }) => {
      if (!this.posts.includes(post)) return;
      this.options.warn(
        { planner: post.process.pid, reason: message },
        'a planner died; another takes its place',
      );
      this.replace(post);
    };
    return post;
  }

  private async open(post: Post<Order>): Promise<void> {
    try {
      await post.open(this.opening, OPEN_TIMEOUT_MS);
      this.dispatch();
    } catch {
      // Its death is heard of elsewhere.
      post.process.kill();
    }
  }

  private dismiss(post: Post<Order>): void {
    this.posts.splice(this.posts.indexOf(post), 1);
    post.process.kill();
  }

  private replace(post: Post<Order>): void {
    this.dismiss(post);
    this.deathsInARow += 1;
    const restMs =
      this.deathsInARow === 1 ? 0 : Math.min(REST_LAST_MS, REST_FIRST_MS * 2 ** (this.deathsInARow - 2));
    this.restsUntil = performance.now() + restMs;
    if (this.posts.length > 0) return;
    const rested = (): void => {
      // A timer may come a little before its time.
      this.restsUntil = 0;
      this.hire();
    };
    setTimeout(rested, restMs).unref();
  }
}

function tooLate(): DomainError {
  return COMMON.OVERLOADED.raise('No planner was free in time; try again in a moment.');
}

function tooDear(): DomainError {
  return ENGINE_ERRORS.PLANNING_FAILED.raise(
    'There are too many ways to answer this operation; ask for less at once.',
  );
}
