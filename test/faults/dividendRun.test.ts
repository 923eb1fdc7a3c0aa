import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { RUN_SPAN } from '../../subgraphs/payouts/service/advanceRuns.js';
import { drawFor } from '../../wallet/demo/world/draw.js';
import { FULL } from '../support/fullForm.js';
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
/**
 * In full the service is killed at every statement, and PostgreSQL with it at each third, for its start takes long;
 * otherwise both at fewer. The first place is drawn by the seed, so that in time every one has its turn.
 */
const STRIDES = FULL ? { self: 1, postgres: 3 } : { self: 8, postgres: 20 };
const RUNS = `query Runs($of: [_Any!]!) {
  _entities(representations: $of) { ... on Cooperative { dividendRuns(first: 10) { nodes { state } } } }
}`;
const CLOSE_PERIOD = 'mutation Close($input: ClosePeriodInput!) { closePeriod(input: $input) { id } }';
type Victim = 'self' | 'postgres';

const seed = process.env.FAULTS_SEED ?? String(randomInt(2 ** 31));

describe('a dividend run that is cut off by the death of the service', () => {
  const site = prepared(serverSite);

  test(`at any statement is finished by the next start, with nothing lost or doubled (FAULTS_SEED=${seed})`, async () => {
    // It closes the books, allocates, posts in batches and closes the run: each some statements and a commit.
    expect(await cutOffEverywhere(site(), 'self')).toBeGreaterThan(30);
  });
});

describe('a dividend run that is cut off by the death of PostgreSQL with the service', () => {
  const site = prepared(embeddedSite);

  test(`at any statement is finished by the next start (FAULTS_SEED=${seed})`, async () => {
    expect(await cutOffEverywhere(site(), 'postgres')).toBeGreaterThan(20);
  });
});

/** @returns the last statement that was cut off; a stride further, there was none. */
async function cutOffEverywhere(site: Site, victim: Victim): Promise<number> {
  const stride = STRIDES[victim];
  let next = 1 + drawFor(`${victim}:${seed}`).below(stride);
  let last = 0;
  let outlived = false;
  const worker = async (): Promise<void> => {
    while (!outlived) {
      const statement = next;
      next += stride;
      if (await cutOff(site, statement, victim)) last = Math.max(last, statement);
      else outlived = true;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return last;
}

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
