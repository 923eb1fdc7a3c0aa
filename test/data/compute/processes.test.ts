import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { planAggregate } from '../../../subgraphs/data/domain/aggregatePlan.js';
import { resolveJobSpec } from '../../../subgraphs/data/domain/jobSpec.js';
import { aggregateInProcess } from '../../../subgraphs/data/adapters/engine/aggregateInProcess.js';
import { supervise, type Supervisor } from '../../../subgraphs/data/compute/supervisor.js';
import { placesIn } from '../../../subgraphs/data/adapters/places.js';
import { exactly, packed, TRIPS } from './fixture.js';
import { builtPrograms } from './programs.js';
import { World } from './world.js';

const LIMITS = { timeMs: 5_000, memoryMb: 64 };
const ROWS = [
  { borough: 'Queens', fare: 10 },
  { borough: 'Bronx', fare: 20 },
];
const SPEC = {
  groupBy: [{ column: 'borough' }],
  measures: [{ kind: 'COUNT' }, { kind: 'SUM', column: 'fare' }],
  epsilon: '1',
};

let programs: { worker: string; child: string };
beforeAll(async () => {
  programs = await builtPrograms();
});
afterAll(() => {
  const folder = programs.worker.slice(0, programs.worker.indexOf('/subgraphs/data'));
  rmSync(folder, { recursive: true, force: true });
});

describe('the process that aggregates', () => {
  const plan = planAggregate(resolveJobSpec(SPEC, TRIPS));
  const members = (count: number) =>
    Array.from({ length: count }, (_, member) => ({ member, values: packed(plan, ROWS) }));
  const aggregate = (over: Partial<Parameters<typeof aggregateInProcess>[0]>, limits = LIMITS) =>
    aggregateInProcess({ ...plan, ...over }, members(20), limits, programs.child);

  test('answers what the engine answers here', async () => {
    const sorted = (rows: readonly (readonly (bigint | number)[])[]) => [...rows].map(String).sort();
    expect(sorted(await aggregate({}))).toEqual(
      sorted(
        await exactly(
          plan,
          Array.from({ length: 20 }, () => ROWS),
        ),
      ),
    );
  });

  test('is stopped when it takes too long', async () => {
    const endless = 'select count(*) from range(1000000000000) t(i) where hash(i) % 7 = 3';
    await expect(aggregate({ sql: endless }, { ...LIMITS, timeMs: 300 })).rejects.toMatchObject({
      code: 'TIME_LIMIT_EXCEEDED',
    });
  });

  test('is stopped when it wants too much memory', async () => {
    const greedy = 'select sum(len(l)) from (select list(i) as l from range(100000000) t(i))';
    await expect(aggregate({ sql: greedy })).rejects.toMatchObject({ code: 'MEMORY_LIMIT_EXCEEDED' });
  });

  test.each([
    ['a file', `select count(*) from read_csv('/etc/passwd')`],
    ['the network', `select count(*) from read_csv('http://127.0.0.1/x.csv')`],
    ['an extension', 'install httpfs'],
    ['its own limits', `set memory_limit = '8GB'`],
    ['another database', `attach '/tmp/other.db'`],
    ['a statement that is none', 'select from'],
  ])('cannot reach %s, and says nothing of what it was asked', async (_, sql) => {
    const stopped = aggregate({ sql });
    await expect(stopped).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
    await expect(stopped).rejects.not.toThrow(/passwd|127/);
  });

  test('that dies is noticed', async () => {
    const dead = join(dirname(programs.child), 'dead.js');
    writeFileSync(dead, 'process.exit(3);');
    await expect(aggregateInProcess(plan, members(2), LIMITS, dead)).rejects.toMatchObject({
      code: 'ENGINE_STOPPED',
    });
    await expect(aggregateInProcess(plan, members(2), LIMITS, `${dead}.none`)).rejects.toMatchObject({
      code: 'ENGINE_STOPPED',
    });
  });

  test('sees nothing of the worker’s environment', async () => {
    const telling = join(dirname(programs.child), 'telling.js');
    writeFileSync(
      telling,
      `process.once('message', () => process.send({ kind: 'ROWS', rows: [[Object.keys(process.env).filter((name) => !name.startsWith('NODE_')).length]] })); process.on('message', () => {});`,
    );
    expect(await aggregateInProcess(plan, members(1), LIMITS, telling)).toEqual([[0]]);
  });
});

describe('the worker’s process', () => {
  let world: World;
  let supervisor: Supervisor | undefined;
  beforeEach(async () => {
    world = await World.open();
  });
  afterEach(async () => {
    await supervisor?.stop();
    supervisor = undefined;
    await world.close();
  });
  const start = (environment: Record<string, string> = {}): Supervisor => {
    const given = {
      DATA_DIR: world.dataDir,
      COMPUTE_DATABASE_URL: world.workerUrl,
      LOG_LEVEL: 'silent',
      ...environment,
    };
    supervisor = supervise({
      environment: given,
      logger: world.logger,
      program: programs.worker,
      firstWaitMs: 20,
    });
    return supervisor;
  };
  const finished = async (id: string) => {
    for (let i = 0; i < 400; i += 1) {
      const job = await world.job(id);
      if (!['QUEUED', 'RUNNING'].includes(job.state)) return job;
      await sleep(50);
    }
    throw new Error('the job did not end');
  };

  test('publishes its key, answers jobs, and stops when told', async () => {
    await world.contributors(10, ROWS);
    await start().ready;
    expect(await finished(await world.submit(SPEC))).toMatchObject({ state: 'RELEASED', attempts: 1 });
    await supervisor!.stop();
    expect(supervisor!.pid()).toBeUndefined();
  });

  test('is started again after it was killed, and finishes what waits', async () => {
    await world.contributors(10, ROWS);
    const running = start();
    await running.ready;
    const first = running.pid()!;
    process.kill(first, 'SIGKILL');
    expect(await finished(await world.submit(SPEC))).toMatchObject({ state: 'RELEASED' });
    expect(running.pid()).not.toBe(first);
  });

  test('keeps its key where only its account can read it', async () => {
    const folder = placesIn(world.dataDir).computeKeys;
    const names = await readdir(folder);
    expect(names.sort()).toEqual(['1.key', 'statements.json']);
    expect((await stat(folder)).mode & 0o077).toBe(0);
    expect((await stat(join(folder, '1.key'))).mode & 0o777).toBe(0o600);
  });

  test('will not work with another key than the one that is published', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'cooperative-elsewhere-'));
    const running = start({ DATA_DIR: elsewhere });
    await expect(Promise.race([running.ready.then(() => 'ready'), sleep(2_500, 'not ready')])).resolves.toBe(
      'not ready',
    );
    expect(await world.sql('select version from compute_key')).toEqual([{ version: 1 }]);
    rmSync(elsewhere, { recursive: true });
  });
});
