import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataName } from './toy/data.js';
import { toySdls } from './toy/subgraphs.js';

/** What a contender is started with. */
export interface Scene {
  /** A folder that it may write to. */
  folder: string;
  supergraphFile: string;
  /** For who has the subgraphs in its own process. */
  data: DataName;
  /** Of the subgraphs, by name. */
  urls: Readonly<Record<string, string>>;
}

/** One gateway, in the form in which it is measured. */
export interface Contender {
  title: string;
  path: string;
  /** What must be there for it to run; absent, it is named as not run. */
  needs: string;
  command(port: number, scene: Scene): readonly string[];
  env?: Readonly<Record<string, string>>;
  cwd?(scene: Scene): string;
}

// This file runs from dist/bench/gateway, where the peers are not.
const ROOT = new URL('../../../', import.meta.url).pathname;
const PEERS = join(ROOT, 'bench/gateway/peers');
const MODULES = join(ROOT, 'bench/node_modules');
const HIVE = join(MODULES, '@graphql-hive/gateway/dist/bin.js');
const GRAFBASE = join(MODULES, '@grafbase/cli-x86_64-unknown-linux-musl/grafbase');
const BY_HAND = new URL('byHand/main.js', import.meta.url).pathname;
const OURS = join(ROOT, 'dist/gateway/main.js');
const IN_PROCESS = new URL('inProcess.js', import.meta.url).pathname;
const NODE = process.execPath;

/** As `npm start` has them. */
const OUR_FLAGS = ['--max-semi-space-size=32'];

/** Costs are reckoned and counted as ever, with limits that let the bench's queries through, and all of them. */
const OUR_SETTINGS = {
  GUARD_COST_MAX: '1000000',
  RATE_ADDRESS_PER_SECOND: '100000000',
  RATE_ADDRESS_BURST: '1000000000',
};

const hive = (title: string, ...flags: string[]): Contender => ({
  title,
  path: '/graphql',
  needs: HIVE,
  command: (port, { supergraphFile }) => [
    ...[NODE, HIVE, 'supergraph', supergraphFile, '--config-path', join(PEERS, 'hive.config.mjs')],
    ...['--host', '127.0.0.1', '--port', String(port), ...flags],
  ],
});

export const CONTENDERS = {
  stock: {
    title: '@apollo/gateway in Apollo Server, stock',
    path: '/',
    needs: join(MODULES, '@apollo/gateway'),
    command: (port, { supergraphFile }) => [NODE, join(PEERS, 'stock.mjs'), supergraphFile, String(port)],
  },
  ours: {
    title: 'ours, over HTTP',
    path: '/graphql',
    needs: OURS,
    command: (port, { supergraphFile }) => [
      ...[NODE, ...OUR_FLAGS, OURS, '--alone', '--supergraph', supergraphFile, '--port', String(port)],
    ],
    env: OUR_SETTINGS,
  },
  oursInProcess: {
    title: 'ours, in process with the subgraphs',
    path: '/graphql',
    needs: IN_PROCESS,
    command: (port, { supergraphFile, data }) => [
      ...[NODE, ...OUR_FLAGS, IN_PROCESS, supergraphFile, String(port), data],
    ],
    env: OUR_SETTINGS,
  },
  hive: hive('@graphql-hive/gateway, JavaScript', '--jit'),
  hiveNative: hive('@graphql-hive/gateway, native planner', '--hive-router-runtime'),
  mercurius: {
    title: '@mercuriusjs/gateway',
    path: '/graphql',
    needs: join(MODULES, '@mercuriusjs/gateway'),
    command: (port, scene) => [NODE, join(PEERS, 'mercurius.mjs'), mercuriusServices(scene), String(port)],
  },
  grafbase: {
    title: 'Grafbase, Rust',
    path: '/graphql',
    needs: GRAFBASE,
    command: (port, scene) => [
      ...[GRAFBASE, '--home', grafbaseFolder(scene), 'dev', '--config', 'grafbase.toml'],
      ...['--listen-address', `127.0.0.1:${port}`],
    ],
    cwd: grafbaseFolder,
  },
  best: {
    title: 'by hand: fewest fetches, no parsing',
    path: '/graphql',
    needs: BY_HAND,
    command: (port, { urls }) => [NODE, BY_HAND, 'best', String(port), JSON.stringify(urls)],
  },
  plan: {
    title: "by hand: our plans' fetches",
    path: '/graphql',
    needs: BY_HAND,
    command: (port, { urls }) => [NODE, BY_HAND, 'plan', String(port), JSON.stringify(urls)],
  },
  planInProcess: {
    title: "by hand: our plans' fetches, in process",
    path: '/graphql',
    needs: BY_HAND,
    command: (port, { data }) => [NODE, BY_HAND, 'planInProcess', String(port), data],
  },
} as const satisfies Record<string, Contender>;

export type ContenderName = keyof typeof CONTENDERS;
/** Of this project: none of them may be missing or answer wrongly. */
export const OWN: ReadonlySet<string> = new Set(['ours', 'oursInProcess', 'best', 'plan', 'planInProcess']);
export const CONTENDER_NAMES = Object.keys(CONTENDERS) as readonly ContenderName[];

/** Why a contender cannot run here; undefined if it can. */
export function missing({ needs }: Contender): string | undefined {
  return existsSync(needs) ? undefined : `not installed: ${needs.slice(ROOT.length)}`;
}

function mercuriusServices({ folder, urls }: Scene): string {
  const file = join(folder, 'mercurius.json');
  writeFileSync(
    file,
    JSON.stringify(toySdls.map(({ name, sdl }) => ({ name, url: urls[name], schema: sdl }))),
  );
  return file;
}

/** Grafbase composes by itself. */
function grafbaseFolder({ folder, urls }: Scene): string {
  const own = join(folder, 'grafbase');
  mkdirSync(own, { recursive: true });
  const tables = toySdls.map(({ name, sdl }) => {
    writeFileSync(join(own, `${name}.graphql`), sdl);
    return `[subgraphs.${name}]\nurl = "${urls[name]}"\nschema_path = "${name}.graphql"\n`;
  });
  const shaping = '[traffic_shaping]\ninflight_deduplication = false\n';
  writeFileSync(join(own, 'grafbase.toml'), [shaping, ...tables].join('\n'));
  return own;
}
