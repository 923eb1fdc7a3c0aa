import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import { gatewaySettingsSchema } from '../../gateway/config.js';
import { KEY_OWNERS } from '../../subgraphs/kit/identity/publishedKeys.js';
import { readYaml } from '../support/readCompose.js';
import { settingsTable } from '../support/readmeTables.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const source = (program: string): string => program.replace(/^dist\//, '').replace(/\.js$/, '.ts');
const SETTINGS = new Set([...settingsTable().matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!));
/** An image by its whole version, so that the same is had tomorrow. */
const PINNED = /:\d+\.\d+(\.\d+)?-[a-z]+(-slim)?$/;
/** What whoever runs it says in the shell, as the page has it. */
const GIVEN: Record<string, string> = {
  POSTGRES_PASSWORD: 'secret',
  PUBLIC_URL: 'https://coop.example',
  OPERATOR_DIDS: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
};

interface Service {
  image: string;
  command: string[];
  env_file: string[];
  environment: Record<string, string>;
  healthcheck: { test: string[] };
  volumes: string[];
  ports?: string[];
}

const compose = readYaml(read('compose.yaml')) as unknown as {
  services: Record<string, Service>;
  volumes: Record<string, string>;
};
const processes = KEY_OWNERS.map((name) => [name, compose.services[name]!] as const);

/** As Compose reads a file of variables, and fills in those of the shell. */
function environmentOf({ env_file: files, environment }: Service): Record<string, string> {
  const lines = files
    .flatMap((file) => read(file).split('\n'))
    .filter((line) => line && !line.startsWith('#'));
  const shared = lines.map(
    (line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const,
  );
  const own = Object.entries(environment).map(
    ([name, value]) =>
      [name, value.replace(/\$\{(\w+)[^}]*\}/g, (_, variable: string) => GIVEN[variable] ?? '')] as const,
  );
  return Object.fromEntries([...shared, ...own]);
}

// There is no Docker engine here, so what would be built and started is checked against what there is.
const YOUNG_GENERATION = '--max-semi-space-size=32';

describe('compose.yaml', () => {
  it('runs the five processes, and what they stand on', () => {
    expect(Object.keys(compose.services).sort()).toEqual([...KEY_OWNERS, 'nats', 'postgres', 'redis'].sort());
  });

  it('takes images by their whole version', () => {
    for (const name of ['postgres', 'nats', 'redis']) expect(compose.services[name]!.image).toMatch(PINNED);
  });

  it.each(processes)('gives %s settings that there are, with values that it takes', (_, service) => {
    const environment = environmentOf(service);
    for (const name of Object.keys(environment)) expect(SETTINGS).toContain(name);
    const settings = readSettings(settingsSchema, environment, [gatewaySettingsSchema]);
    expect(settings).toMatchObject({ DEMO: false, HOST: '0.0.0.0', PINNED_KEYS_DIR: '/pins' });
  });

  it.each(processes)('gives %s its own database and folder, and no other’s', (name, service) => {
    const databases = Object.keys(environmentOf(service)).filter((one) => one.startsWith('DATABASE_URL_'));
    expect(databases).toEqual([`DATABASE_URL_${name.toUpperCase()}`]);
    expect(read('deploy/createDatabases.sql')).toContain(`create database ${name};`);
    expect(service.volumes).toEqual([`${name}:/data`, './deploy/pins:/pins:ro']);
    expect(compose.volumes).toHaveProperty(name);
  });

  it.each(processes)(
    'starts %s by a program that there is, and asks it whether it is ready where it answers',
    (name, service) => {
      const [node, ...given] = service.command;
      // What the gateway is started with everywhere, for Node itself.
      const options = name === 'gateway' ? [YOUNG_GENERATION] : [];
      const [program, ...more] = given.slice(options.length);
      expect([node, ...given.slice(0, options.length)]).toEqual(['node', ...options]);
      expect(existsSync(new URL(`../../${source(program!)}`, import.meta.url))).toBe(true);
      expect(more).toEqual(name === 'gateway' ? ['--alone'] : []);
      const setting = name === 'gateway' ? 'PORT' : `PORT_${name.toUpperCase()}`;
      const settings = readSettings(settingsSchema, environmentOf(service)) as unknown as Record<
        string,
        unknown
      >;
      expect(service.healthcheck.test.at(-1)).toContain(
        `http://127.0.0.1:${String(settings[setting])}/ready`,
      );
      if (name !== 'gateway')
        expect(settings[`SERVICE_URL_${name.toUpperCase()}`]).toBe(
          `http://${name}:${String(settings[setting])}`,
        );
    },
  );

  it('opens the gateway alone, and to this machine alone', () => {
    expect(processes.filter(([, { ports }]) => ports).map(([name, { ports }]) => [name, ports])).toEqual([
      ['gateway', ['127.0.0.1:4000:4000']],
    ]);
  });
});

describe('the Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');

  it('begins at a whole version of a Node that we run on, and does not run as root', () => {
    const images = lines.flatMap((line) => /^FROM (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toMatch(/^node:(20\.19|22\.1[3-9]|22\.2\d|24\.1[1-9])\.\d+-[a-z]+-slim$/);
    expect(lines).toContain('USER node');
  });

  it('runs commands that there are, and keeps keys, data and settings out of the image', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const asked = lines.flatMap((line) => /npm run (?:--silent )?(\S+)/.exec(line)?.[1] ?? []);
    for (const script of asked) expect(scripts).toHaveProperty(script);
    const [rooms] = /const ROOMS = .*/.exec(read('build.mjs'))!;
    const ignored = read('.dockerignore').split('\n').filter(Boolean);
    for (const name of ignored) expect(rooms).not.toContain(`'${name}'`);
    const [, option, program] = /CMD \["node", "([^"]+)", "([^"]+)"/.exec(read('Dockerfile'))!;
    expect(option).toBe(YOUNG_GENERATION);
    expect(scripts.start).toContain(` ${YOUNG_GENERATION} dist/gateway/main.js`);
    expect(existsSync(new URL(`../../${source(program!)}`, import.meta.url))).toBe(true);
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['.data*', '.git', 'deploy/pins', '*.env']),
    );
  });
});

describe('docs/production.md', () => {
  const page = read('docs/production.md');

  it('names metrics that are counted', () => {
    const named = [...page.matchAll(/^\| `((?:service|gateway|process)_\w+)`/gm)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(10);
    const counted = [
      'gateway/observability/metrics.ts',
      'subgraphs/kit/service/serviceMetrics.ts',
      'subgraphs/kit/observability/processMetrics.ts',
    ]
      .map(read)
      .join('\n')
      .replaceAll('${prefix}_event_loop', 'gateway_event_loop');
    for (const name of named) expect(counted).toContain(name);
  });

  it('names settings that there are', () => {
    const named = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name]) => name!);
    const other = new Set([
      'NODE_EXTRA_CA_CERTS',
      'SUBGRAPH_TOKEN',
      'BALANCE_INCONSISTENT',
      'PROJECTION_BEHIND',
      'RATE_LIMITED',
    ]);
    for (const name of named.filter((one) => !other.has(one))) expect(SETTINGS).toContain(name);
  });

  it('names programs that there are', () => {
    for (const [program] of page.matchAll(/dist\/[\w/]+\.js/g)) {
      expect(existsSync(new URL(`../../${source(program)}`, import.meta.url))).toBe(true);
    }
  });
});
