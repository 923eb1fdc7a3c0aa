import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { RUN_SPAN } from '../../subgraphs/payouts/service/advanceRuns.js';
import { drawFor } from '../../wallet/demo/world/draw.js';
import { until } from '../support/testService.js';
import { MEMBER_COUNT } from './dividendWorld.js';
import type { DividendWorld } from './dividendWorld.js';
import { NO_RAIL, ROLE_PASSWORD, startPayouts } from './payouts.js';
import { embeddedSite, serverSite } from './sites.js';
import type { Place, Site } from './sites.js';
import { whatIsLeft } from './whatIsLeft.js';

jest.setTimeout(900_000);

const PROGRAM = new URL('./payoutsProcess.mjs', import.meta.url).pathname;
/** Cases at a time: each waits about as long as it works. */
const CONCURRENCY = 3;
const SAMPLE_COUNT = 4;
/** `FAULTS=all` kills at every statement; otherwise at each fifth, from a place drawn by the seed. */
const STRIDE = process.env.FAULTS === 'all' ? 1 : 5;
const RUNS = `query Runs($of: [_Any!]!) {
  _entities(representations: $of) { ... on Cooperative { dividendRuns(first: 10) { nodes { state } } } }
}`;
const CLOSE_PERIOD = 'mutation Close($input: ClosePeriodInput!) { closePeriod(input: $input) { id } }';
type Victim = 'self' | 'postgres';

const seed = process.env.FAULTS_SEED ?? String(randomInt(2 ** 31));

/** How many statements a run has: known once one has outlived its fault. */
let statementCount = 0;

describe('a dividend run that is cut off by the death of the service', () => {
  const site = prepared(serverSite);

  test(`at any statement is finished by the next start, with nothing lost or doubled (FAULTS_SEED=${seed})`, async () => {
    let outlived = false;
    let next = 1 + drawFor(`first:${seed}`).below(STRIDE);
    const worker = async (): Promise<void> => {
      while (!outlived) {
        const statement = next;
        next += STRIDE;
        const died = await cutOff(site(), statement, 'self');
        if (died) statementCount = Math.max(statementCount, statement);
        else outlived = true;
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    // It closes the books, allocates, posts in batches and closes the run: each some statements and a commit.
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
async function cutOff({ world, place: newPlace }: Site, statement: number, victim: Victim): Promise<boolean> {
  const place = await newPlace();
  const end = await closeInProcess(world, place, `${RUN_SPAN}:${statement}:${victim}`);
  expect(['SIGKILL', 0]).toContain(end);
  const left = await place.open(async (ownerUrl) => {
    await startAgain(world, place.dataDir, ownerUrl);
    return whatIsLeft(ownerUrl);
  });
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
  return end === 'SIGKILL';
}

/** @returns the exit code of the process, or the signal that ended it. */
async function closeInProcess(world: DividendWorld, place: Place, fault: string): Promise<number | string> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: {
      ...NO_RAIL,
      ...place.settings,
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      LOG_LEVEL: 'fatal',
      DATA_DIR: place.dataDir,
      DATABASE_ROLE_PASSWORD: ROLE_PASSWORD,
      FAULT: fault,
      CLOSE_AS: world.steward,
      CLOSE_INPUT: JSON.stringify(world.input),
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return code ?? signal!;
}

/**
 * The next start. The service goes on with the run that it finds; the steward, who had no answer, asks again if there
 * is none, as any client does.
 */
async function startAgain(
  { steward, input }: DividendWorld,
  dataDir: string,
  ownerUrl: string,
): Promise<void> {
  const { service, ask } = await startPayouts(dataDir, ownerUrl, NO_RAIL);
  const states = async (): Promise<string[]> => {
    const { _entities } = await ask(steward, RUNS, {
      of: [{ __typename: 'Cooperative', id: input.cooperative }],
    });
    const [found] = _entities as [{ dividendRuns: { nodes: { state: string }[] } }];
    return found.dividendRuns.nodes.map(({ state }) => state);
  };
  try {
    if ((await states()).length === 0) await ask(steward, CLOSE_PERIOD, { input });
    await until(async () => (await states()).every((state) => state === 'CLOSED'), 'the run to be closed');
  } finally {
    await service.stop();
  }
}
