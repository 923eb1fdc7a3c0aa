import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileKeys } from '../../../subgraphs/kit/identity/keys.js';
import { openKeys, OwnedKeys } from '../../../subgraphs/kit/identity/ownedKeys.js';
import { KEY_OWNERS, PUBLISHED, publish } from '../../../subgraphs/kit/identity/publishedKeys.js';
import type { KeyOwner } from '../../../subgraphs/kit/identity/publishedKeys.js';
import { signServiceToken, verifyServiceToken } from '../../../subgraphs/kit/identity/serviceToken.js';
import { readSettings, serviceUrl, settingsSchema } from '../../../subgraphs/kit/settings.js';

const COMMAND = fileURLToPath(new URL('../../../dist/gateway/pins.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'owned-keys-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const ownOf = (owner: KeyOwner): FileKeys => new FileKeys(join(home, owner, 'keys'));
const read = (environment: Record<string, string>) => readSettings(settingsSchema, environment);

/** A folder of what all have published, with some of it made wrong. */
let folders = 0;
function pinsDir(wrong: Partial<Record<KeyOwner, unknown>> = {}): string {
  const dir = join(home, `pins-${folders++}`);
  mkdirSync(dir);
  for (const owner of KEY_OWNERS) {
    const told = owner in wrong ? wrong[owner] : publish(ownOf(owner), owner);
    if (told !== undefined) {
      writeFileSync(join(dir, `${owner}.json`), typeof told === 'string' ? told : JSON.stringify(told));
    }
  }
  return dir;
}

describe('keys by owner', () => {
  it('are made and printed by a command, the same each time, and nothing private of them', async () => {
    const env = { PATH: process.env.PATH, DATA_DIR: join(home, 'governance') };
    const print = async () =>
      (await promisify(execFile)(process.execPath, [COMMAND, 'governance'], { env })).stdout;
    const printed = JSON.parse(await print()) as { owner: string; keys: Record<string, object> };
    expect(JSON.parse(await print())).toEqual(printed);
    expect(printed).toEqual(publish(ownOf('governance'), 'governance'));
    expect(Object.keys(printed.keys)).toEqual(Object.keys(PUBLISHED.governance));
    for (const key of Object.values(printed.keys)) expect(key).not.toHaveProperty('d');
  });

  it.each([['nobody'], [''], ['constructor']])('are not made for %p', async (name) => {
    const env = { PATH: process.env.PATH, DATA_DIR: join(home, 'never') };
    const made = promisify(execFile)(process.execPath, [COMMAND, name], { env });
    await expect(made).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('whose keys?') });
  });

  it('let each know the others, and be known, on five hosts', () => {
    const dir = pinsDir();
    const keysOf = new Map(KEY_OWNERS.map((owner) => [owner, new OwnedKeys(ownOf(owner), owner, dir)]));
    for (const [caller, its] of keysOf) {
      for (const [called, theirs] of keysOf) {
        if (caller === called) continue;
        const token = signServiceToken(its, caller, called);
        expect(verifyServiceToken(theirs, token, called, KEY_OWNERS)).toBe(caller);
      }
    }
    expect(keysOf.get('data')!.pinned('governance/log')!.export({ format: 'jwk' })).toEqual(
      publish(ownOf('governance'), 'governance').keys.log,
    );
  });

  it('are found at PINNED_KEYS_DIR, and without it in one folder as ever', () => {
    const DATA_DIR = join(home, 'data');
    expect(openKeys(read({ DATA_DIR, PINNED_KEYS_DIR: pinsDir() }), 'data')).toBeInstanceOf(OwnedKeys);
    expect(openKeys(read({ DATA_DIR }), 'data')).toBeInstanceOf(FileKeys);
  });

  it('are made in nobody else’s name', () => {
    const keys = new OwnedKeys(ownOf('data'), 'data', pinsDir());
    expect(() => keys.signing('governance/log', 'ed25519')).toThrow('governance/log is not a key of data');
    expect(() => keys.signing('database', 'ed25519')).toThrow('is not a key of data');
    expect(() => keys.secret('payouts/rail', 32)).toThrow('payouts/rail is not a key of data');
    expect(keys.secret('database/roles', 24)).toHaveLength(24);
    expect(keys.pinned('governance/passport')).toBeUndefined();
  });
});

describe('public keys that cannot be used are named, each with what is wrong, and nothing starts', () => {
  let good: ReturnType<typeof publish>;
  let other: ReturnType<typeof publish>;
  beforeAll(() => {
    good = publish(ownOf('governance'), 'governance');
    other = publish(new FileKeys(join(home, 'other')), 'governance');
  });
  const refusal = (governance: unknown): string => {
    const dir = pinsDir({ governance });
    try {
      void new OwnedKeys(ownOf('data'), 'data', dir);
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  it.each<[string, (of: { good: typeof good }) => unknown, string]>([
    ['none', () => undefined, 'it is not there'],
    ['no JSON', () => '{', 'cannot be read as JSON'],
    ['null', () => 'null', 'cannot be read as JSON'],
    ['a file without end', () => ' '.repeat(20_000), 'cannot be read as JSON'],
    ['those of another', ({ good }) => ({ ...good, owner: 'payouts' }), 'it is not of governance'],
    ['no keys', ({ good }) => ({ ...good, keys: null }), 'it holds no keys'],
    [
      'too few',
      ({ good }) => ({ ...good, keys: { log: good.keys.log } }),
      'it lacks the key governance/service',
    ],
    ['too many', ({ good }) => ({ ...good, keys: { ...good.keys, more: {} } }), 'keys that nobody pins'],
    [
      'one of another kind',
      ({ good }) => ({ ...good, keys: { ...good.keys, log: good.keys.service } }),
      'governance/log is no public key of its kind (ed25519)',
    ],
    [
      'a point on no curve',
      ({ good }) => ({
        ...good,
        keys: { ...good.keys, service: { ...good.keys.service, y: 'A'.repeat(43) } },
      }),
      'governance/service is no public key of its kind (es256)',
    ],
    [
      'a private key',
      ({ good }) => ({ ...good, keys: { ...good.keys, log: { ...good.keys.log, d: 'A'.repeat(43) } } }),
      'governance/log is a private key; whoever has seen this file has it',
    ],
    [
      'the key of somebody else',
      ({ good }) => ({
        ...good,
        keys: { ...good.keys, service: publish(ownOf('gateway'), 'gateway').keys.service },
      }),
      'is the same key as',
    ],
  ])('%s', (_, made, message) => {
    expect(refusal(made({ good }))).toContain(message);
  });

  it('all of them at once', () => {
    const dir = pinsDir({ governance: undefined, payouts: '{', gateway: undefined });
    expect(() => new OwnedKeys(ownOf('data'), 'data', dir)).toThrow(
      /npm run --silent pins -- <name>`:\n.*governance\.json: it is not there\n.*payouts\.json: it cannot.*\n.*gateway\.json: it is/,
    );
  });

  it('our own, where others would pin keys that we do not have; that it is not there is no fault', () => {
    const stale = pinsDir({ governance: other });
    expect(() => new OwnedKeys(ownOf('governance'), 'governance', stale)).toThrow(
      'other keys than governance has',
    );
    const absent = pinsDir({ governance: undefined });
    expect(() => new OwnedKeys(ownOf('governance'), 'governance', absent)).not.toThrow();
  });

  it('a private key is not repeated in what is told', () => {
    const secret = JSON.parse(readFileSync(join(home, 'governance/keys/governance/log.json'), 'utf8')) as {
      d: string;
    };
    expect(refusal({ ...good, keys: { ...good.keys, log: secret } })).not.toContain(secret.d);
  });
});

describe('the address of a service', () => {
  it('is an origin, also by https, and else of this machine', () => {
    expect(serviceUrl(read({ SERVICE_URL_DATA: 'https://data.example/' }), 'data')).toBe(
      'https://data.example',
    );
    expect(serviceUrl(read({ SERVICE_URL_DATA: 'http://10.0.0.7:4003' }), 'data')).toBe(
      'http://10.0.0.7:4003',
    );
    expect(serviceUrl(read({ SERVICE_URL_DATA: 'http://10.0.0.7:4003' }), 'payouts')).toBe(
      'http://127.0.0.1:4004',
    );
  });

  it.each([
    'data.example:4003',
    'ftp://data.example',
    'https://data.example/graphql',
    'https://a:b@data.example',
  ])('is never %p', (url) =>
    expect(() => read({ SERVICE_URL_DATA: url })).toThrow(/SERVICE_URL_DATA: an origin is meant/),
  );
});
