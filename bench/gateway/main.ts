import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWN } from './contenders.js';
import type { Scene } from './contenders.js';
import { measureRound, prepare } from './measure.js';
import type { Track, WrongAnswer } from './measure.js';
import { readOptions } from './options.js';
import type { Options } from './options.js';
import { profile } from './profile.js';
import { printReport } from './report.js';
import { OTHERS_CORE, startContender, startSubgraphs } from './stage.js';
import type { NotRun, Running } from './stage.js';
import { rowsOf } from './toy/data.js';
import type { DataName } from './toy/data.js';
import type { Case } from './toy/queries.js';

/**
 * The gateway beside its peers, over one data set after the other: every gateway answers every case right or is left out of it; then rounds,
 * each gateway and case once a round, in an order drawn anew, so that whatever else the machine does falls on all.
 * `npm --prefix bench run gateway`, see README.
 */
async function measureAll(scene: Scene, options: Options): Promise<void> {
  const { contenders, cases, rounds } = options;
  const rows = rowsOf(scene.data);
  const running: Running[] = [];
  const notRun: NotRun[] = [];
  const wrong: WrongAnswer[] = [];
  let tracks: Track[] = [];
  /** Whoever fails on the way is measured no further with that case, and told. */
  const told = async ({ name }: Running, which: Case, work: Promise<unknown>): Promise<void> => {
    await work.catch((error: Error) => {
      tracks = tracks.filter((track) => track.running.name !== name || track.case !== which);
      wrong.push({ name, case: which, reason: error.message });
    });
  };
  try {
    for (const name of contenders) {
      const started = await startContender(name, scene);
      if ('reason' in started) notRun.push(started);
      else running.push(started);
    }
    for (const one of running)
      for (const which of cases) {
        const prepared = prepare(one, which, rows, options).then((track) => tracks.push(track));
        await told(one, which, prepared);
      }
    for (let round = 0; round < rounds; round++)
      for (const track of shuffled(tracks)) await told(track.running, track.case, measureRound(track));
  } finally {
    await Promise.all(running.map((one) => one.process.stop()));
  }
  printReport({ data: scene.data, load: options.load, tracks, notRun, wrong });
  if ([...notRun, ...wrong].some(({ name }) => OWN.has(name))) process.exitCode = 1;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

async function runBench(data: DataName, options: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-gateway-'));
  const { scene, process: subgraphs } = await startSubgraphs(folder, data);
  try {
    if (options.profile) await profile(options.profile, scene, options);
    else await measureAll(scene, options);
  } finally {
    await subgraphs.stop();
    if (!options.profile) rmSync(folder, { recursive: true, force: true });
  }
}

function optionsOrUsage(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(2);
  }
}

if (process.platform !== 'linux' || availableParallelism() < 2)
  throw new Error(
    'this needs Linux, for the times of processes, and two cores, one for the gateway measured',
  );
const options = optionsOrUsage();
spawnSync('taskset', ['-a', '-p', '-c', String(OTHERS_CORE), String(process.pid)]);
for (const data of options.data) await runBench(data, options);
