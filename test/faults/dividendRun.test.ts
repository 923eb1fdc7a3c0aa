import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { RUN_SPAN } from '../../subgraphs/payouts/service/advanceRuns.js';
import { drawFor } from '../../wallet/demo/world/draw.js';
import { MEMBER_COUNT } from './dividendWorld.js';
import { embeddedSite, serverSite } from './sites.js';
import type { Place, Site } from './sites.js';
import { whatIsLeft } from './whatIsLeft.js';

jest.setTimeout(900_000);

const PROGRAM = new URL('./payoutsProcess.mjs', import.meta.url).pathname;
/** Cases at a time: each waits about as long as it works. */
const CONCURRENCY = 4;
const SAMPLE_COUNT = 4;
const seed = process.env.FAULTS_SEED ?? String(randomInt(2 ** 31));

/** How many statements a run has: known once one has outlived its fault. */
let statementCount = 0;

describe('a dividend run that is cut off by the death of the service', () => {
  const site = prepared(serverSite);

  test('at any statement is finished by the next start, with nothing lost or doubled', async () => {
    let outlived = false;
    let next = 1;
    const worker = async (): Promise<void> => {
      while (!outlived) {
        const statement = next++;
        const died = await cutOff(site(), statement, 'self');
        if (died) statementCount = Math.max(statementCount, statement);
        else outlived = true;
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    // It closes the books, allocates, posts in batches and closes the run: each some statements and a commit.
    console.log(statementCount);
    expect(statementCount).toBeGreaterThan(30);
  });
});

describe('a dividend run that is cut off by the death of PostgreSQL with the service', () => {
  const site = prepared(embeddedSite);

  test(`at any of some statements is finished by the next start (FAULTS_SEED=${seed})`, async () => {
    const all = Array.from({ length: statementCount }, (_, index) => index + 1);
    const some = drawFor(`faults:${seed}`).shuffled(all).slice(0, SAMPLE_COUNT);
    for (const statement of process.env.FAULTS === 'all' ? all : some) {
      expect(await cutOff(site(), statement, 'postgres')).toBe(true);
    }
  });
});

function prepared(make: () => Promise<Site>): () => Site {
  let site: Site | undefined;
  beforeAll(async () => {
    site = await make();
  });
  afterAll(() => site?.remove());
  return () => site!;
}

/** @returns whether the run was cut off, and not whole before the fault could strike. */
async function cutOff(site: Site, statement: number, victim: 'self' | 'postgres'): Promise<boolean> {
  const place = await site.place();
  const { world } = site;
  const died = (await run(site, place, `${RUN_SPAN}:${statement}:${victim}`)) === 'SIGKILL';
  if (died) expect(await run(site, place)).toBe(0);
  const left = await place.read((url) => whatIsLeft(url));
  const { revenue, costs, reserve, commons, reinvested, pool } = left.runs[0]!;
  expect({ statement, ...left }).toEqual({
    statement,
    runs: [{ state: 'CLOSED', revenue, costs, reserve, commons, reinvested, pool }],
    // Each of them once.
    membersPaid: world.members,
    dividedMinor: pool,
    creditedMinor: pool,
    poolBalanceMinor: 0n,
    unbalancedTransactions: 0,
    dividendPostings: MEMBER_COUNT,
    journalled: {
      RunSnapshotted: 1,
      RunAllocated: 1,
      DividendCredited: MEMBER_COUNT,
      RunPosted: 1,
      PeriodClosed: 1,
    },
  });
  expect(reserve + commons + reinvested + pool).toBe(revenue - costs);
  expect(pool).toBeGreaterThan(0n);
  await place.remove();
  return died;
}

/** @returns its exit code, or the signal that ended it. */
async function run({ world }: Site, { settings }: Place, fault?: string): Promise<number | string> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      LOG_LEVEL: 'error',
      CLOSE_AS: world.steward,
      CLOSE_INPUT: JSON.stringify(world.input),
      ...settings,
      ...(fault && { FAULT: fault }),
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return code ?? signal!;
}
