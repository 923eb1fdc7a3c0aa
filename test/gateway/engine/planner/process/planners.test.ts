/** @alone It counts the planners' processes that its own has started. */
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { containedPlannerWorker } from '../../../../../gateway/engine/planner/process/containedPlannerWorker.js';
import type { PlannerWorkerOptions } from '../../../../../gateway/engine/planner/process/containedPlannerWorker.js';
import { composeSubgraphs } from '../../../../../gateway/engine/planner/composition.js';
import type { OpenPlanner, PlannerWorker } from '../../../../../gateway/engine/planner/plannerWorker.js';
import { plannerProcesses } from '../../../../support/plannerProcesses.js';

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { t: T }
  type T @key(fields: "id") { id: ID! a: T b: T }`;
const VALID = '{t{id}}';
const REFUSED = { code: 'PLANNING_FAILED', retry: 'corrected' };

const DIED = 'a planner died; another takes its place';
const BROKE_DOWN = 'an operation could not be planned';

const LEVELS = 20;

/** Takes the planner minutes, and gibibytes: a million fields. The guard lets no such thing in. */
function bomb(alias = 'x'): string {
  const levels = Array.from({ length: LEVELS }, (_, level) => {
    const next = `F${level + 1}`;
    return `fragment F${level} on T{${alias}:a{...${next}} b{...${next}}}`;
  });
  return `{t{...F0}} ${levels.join(' ')} fragment F${LEVELS} on T{id}`;
}

/** A bomb that is none of the others. */
const bombWith = (count: number): string =>
  bomb().replace('{t{', `{t{id ${Array.from({ length: count }, (_, index) => `a${index}:a{id}`).join(' ')} `);

describe('planners', () => {
  let plannerWorker: PlannerWorker;
  let planner: OpenPlanner;
  const warn = jest.fn<(facts: object, message: string) => void>();
  const warnings = (): string[] => warn.mock.calls.map(([, message]) => message);

  async function open(options: Partial<PlannerWorkerOptions>): Promise<void> {
    warn.mockClear();
    plannerWorker = containedPlannerWorker({
      plansMax: 100,
      pathsMax: 100,
      plannersMax: 2,
      planTimeoutMs: 30_000,
      planShareMs: 100,
      plansWaitingMax: 100,
      wasteMsMax: 60_000,
      heapMibMax: 1_024,
      warn,
      ...options,
    });
    const { supergraphSdl } = await plannerWorker.compose([{ name: 'one', sdl: SDL }]);
    planner = await plannerWorker.open(supergraphSdl!);
  }

  afterEach(async () => {
    planner.close();
    plannerWorker.close();
    while (plannerProcesses().length > 0) await new Promise((later) => setTimeout(later, 20));
  });

  test('plan what is quick beside operations that take for ever, whoever asks for these', async () => {
    await open({});
    const settled: string[] = [];
    const asked = [1, 2, 3, 4].map((count) =>
      planner.plan(bombWith(count), [], 'same').catch((error: Error) => {
        settled.push(`bomb ${count}`);
        return error;
      }),
    );
    await planner.plan(VALID, [], 'same');
    await planner.plan('{t{a{id}}}', [], 'same');
    await planner.plan('{t{b{id}}}', [], 'other');
    expect(settled).toEqual([]);
    planner.close();
    for (const refusal of await Promise.all(asked)) expect(refusal).toMatchObject({ code: 'OVERLOADED' });
    expect(plannerProcesses().length).toBeLessThanOrEqual(2);
  });

  test('die alone of what fills their heap, and do not die of it again', async () => {
    await open({ heapMibMax: 96 });
    await expect(planner.plan(bomb(), [])).rejects.toMatchObject(REFUSED);
    expect(warnings()).toEqual([DIED, BROKE_DOWN]);
    await expect(planner.plan(bomb('other'), [])).rejects.toMatchObject(REFUSED);
    await expect(planner.plan(VALID, [])).resolves.toMatchObject({ kind: 'QueryPlan' });
    expect(warnings()).toEqual([DIED, BROKE_DOWN]);
  });

  test('tell the operator why an operation could not be planned, and none of its values', async () => {
    await open({});
    await expect(planner.plan('{t{secret:nowhere(of:"somebody")}}', [])).rejects.toMatchObject(REFUSED);
    expect(warnings()).toEqual([BROKE_DOWN]);
    const [facts] = warn.mock.calls[0]!;
    expect(facts).toMatchObject({
      cause: expect.stringContaining('nowhere') as unknown,
      outline: 'query{t{nowhere(of)}}',
    });
    expect(JSON.stringify(facts)).not.toMatch(/secret|somebody/);
  });

  test('are killed, and plan what they were at again', async () => {
    await open({});
    const [before] = plannerProcesses();
    process.kill(before!, 'SIGSTOP');
    const plan = planner.plan(VALID, []);
    process.kill(before!, 'SIGKILL');
    await expect(plan).resolves.toMatchObject({ kind: 'QueryPlan' });
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ planner: before }), expect.anything());
    expect(plannerProcesses()).not.toContain(before);
  });

  test('do not hang with one that hangs, or plan by one that is closed', async () => {
    await open({ planTimeoutMs: 2_000 });
    const [stopped] = plannerProcesses();
    process.kill(stopped!, 'SIGSTOP');
    await expect(planner.plan(VALID, [])).rejects.toMatchObject(REFUSED);
    await expect(planner.plan('{t{a{id}}}', [])).resolves.toMatchObject({ kind: 'QueryPlan' });
    planner.close();
    await expect(planner.plan('{t{b{id}}}', [])).rejects.toMatchObject({ code: 'OVERLOADED' });
  });

  test('give whoever has wasted too much the least time, and others theirs', async () => {
    await open({ wasteMsMax: 0 });
    const hostile = (count: number): Promise<unknown> => planner.plan(bombWith(count), [], 'hostile');
    const first = hostile(1).catch((error: unknown) => error);
    // Nobody waits before it is asked for: then the first is put back, and has wasted what it took.
    await planner.plan(VALID, [], 'hostile');
    expect(await first).toMatchObject({ code: 'RATE_LIMITED' });
    await expect(hostile(2)).rejects.toMatchObject({ code: 'RATE_LIMITED', retry: 'later' });
    await expect(planner.plan('{t{a{id}}}', [], 'hostile')).resolves.toBeDefined();
    await expect(planner.plan('{t{b{id}}}', [], 'another')).resolves.toBeDefined();
  });

  test('turn away what has to wait once more where no place is left', async () => {
    await open({ plansWaitingMax: 1 });
    const first = planner.plan(bombWith(1), [], 'one').catch((error: unknown) => error);
    // It waits, so the first is put back behind it, where nobody else has a place.
    const second = planner.plan(bombWith(2), [], 'two').catch((error: unknown) => error);
    expect(await Promise.race([first, second])).toMatchObject({ code: 'OVERLOADED' });
    planner.close();
    await Promise.all([first, second]);
  });

  test('say what cannot be opened, and keep nothing of it', async () => {
    await open({});
    await expect(plannerWorker.open('type Query { a: Int }')).rejects.toThrow(Error);
    await expect(planner.plan(VALID, [])).resolves.toBeDefined();
  });
});

describe('a composition that needs too much', () => {
  const nested = `${'a { '.repeat(9_000)}id${' }'.repeat(9_000)}`;
  test.each([
    ['fields of a key', SDL.replace('"id"', `"${nested}"`)],
    ['lists', `${SDL} type D { d: ${'['.repeat(9_000)}Int${']'.repeat(9_000)} }`],
  ])('for its deep %s is a problem that is told', (_, sdl) => {
    expect(composeSubgraphs([{ name: 'one', sdl }]).problems).toMatchObject([
      { code: 'COMPOSITION_TOO_DEAR' },
    ]);
  });

  const tight = (): PlannerWorker =>
    containedPlannerWorker({
      plansMax: 1,
      pathsMax: 1,
      plannersMax: 2,
      planTimeoutMs: 1,
      planShareMs: 1,
      plansWaitingMax: 1,
      wasteMsMax: 1,
      heapMibMax: 24,
      warn: () => undefined,
    });
  const many = Array.from({ length: 20_000 }, (_, index) => `type T${index} { a: Int b: T${index} }`).join(
    ' ',
  );

  test('is a problem that is told', async () => {
    const plannerWorker = tight();
    const { problems } = await plannerWorker.compose([{ name: 'one', sdl: `${SDL} ${many}` }]);
    plannerWorker.close();
    expect(problems).toMatchObject([{ code: 'COMPOSITION_TOO_DEAR' }]);
  });

  test('is one too where it composes and no planner can be made of it', async () => {
    const plannerWorker = tight();
    const { supergraphSdl } = composeSubgraphs([{ name: 'one', sdl: SDL }]);
    const { problems } = await plannerWorker.tryOut(`${supergraphSdl} ${many}`, undefined);
    plannerWorker.close();
    expect(problems).toMatchObject([{ code: 'COMPOSITION_TOO_DEAR' }]);
  });
});
