import { describe, expect, it } from '@jest/globals';
import { gatewaySettingsSchema } from '../../gateway/config.js';
import { computeSettingsSchema } from '../../subgraphs/data/compute/settings.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import { payoutsSettingsSchema } from '../../subgraphs/payouts/settings.js';

const DID = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK';
const OTHERS = [gatewaySettingsSchema, payoutsSettingsSchema];

const read = (environment: Record<string, string>) => readSettings(settingsSchema, environment, OTHERS);

/** The names in a refusal, in its order. */
function wrongIn(environment: Record<string, string>): string[] {
  try {
    read(environment);
    return [];
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(':')[0]!);
  }
}

describe('the settings', () => {
  const POSTGRES = 'postgres://owner:secret@db.example:5432/coop';
  it.each<Record<string, string>>([
    {},
    { OPERATOR_DIDS: DID },
    { OPERATOR_DIDS: ` ${DID} , ${DID}` },
    { OPERATOR_DIDS: '' },
    { PUBLIC_URL: 'https://coop.example' },
    { PUBLIC_URL: 'http://127.0.0.1:4000/api' },
    { HOST: '::1' },
    { HOST: 'coop.internal' },
    { DATABASE_URL_DATA: POSTGRES, DATABASE_URL_MEMBERSHIP: `${POSTGRES}_membership` },
    { DATABASE_URL_DATA: 'postgresql:///coop?host=/var/run/postgresql' },
    { NATS_URL: 'nats://one.example:4222, tls://two.example' },
    { REDIS_URL: 'rediss://cache.example' },
    { CORS_ORIGINS: 'https://shop.example, http://localhost:5173' },
    { TRUSTED_PROXIES: '10.0.0.0/8, ::1' },
    { FORWARD_HEADERS: 'authorization, x-tenant' },
    { NODE_ENV: 'production', METRICS_TOKEN: '' },
    { PORT: '4001' },
    { PORT: '0', PORT_DATA: '0', PORT_PAYOUTS: '0' },
    { DEMO: 'true', CLOCK_OFFSET_START_SECONDS: '-60' },
  ])('may be %j', (environment) => {
    expect(wrongIn(environment)).toEqual([]);
  });

  it.each([
    ['OPERATOR_DIDS', 'foo'],
    ['OPERATOR_DIDS', `${DID},did:key:zzz`],
    ['OPERATOR_DIDS', 'did:web:coop.example'],
    ['PUBLIC_URL', 'ftp://x'],
    ['PUBLIC_URL', 'coop.example'],
    ['PUBLIC_URL', 'https://user:secret@coop.example'],
    ['PUBLIC_URL', 'https://coop.example/?a=1'],
    ['HOST', 'http://127.0.0.1'],
    ['HOST', '127.0.0.1:4000'],
    ['HOST', 'two words'],
    ['DATABASE_URL_MEMBERSHIP', 'mysql://db.example/coop'],
    ['DATABASE_URL_GATEWAY', 'db.example'],
    ['DATABASE_URL', 'mysql://db.example/coop'],
    ['DATABASE_URL', POSTGRES],
    ['NATS_URL', 'x'],
    ['NATS_URL', 'nats://'],
    ['NATS_URL', 'nats://one.example,http://two.example'],
    ['REDIS_URL', 'http://cache.example'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'https://shop.example/'],
    ['CORS_ORIGINS', 'https://shop.example,shop.example'],
    ['TRUSTED_PROXIES', '10.0.0.0/99'],
    ['TRUSTED_PROXIES', 'proxy.example'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', '::/0'],
    ['TRUSTED_PROXIES', '0.0.0.0/1,128.0.0.0/1'],
    ['DATABASE_ROLE_PREFIX', 'pg_coop'],
    ['PORT', '4e3'],
    ['PORT', '0x10'],
    ['PORT', '40.5'],
    ['FORWARD_HEADERS', 'x tenant'],
    ['NODE_ENV', 'prod'],
    ['RAIL_URL', 'ftp://rail.example'],
    ['PORT', '70000'],
    ['PORT_DATA', '4001'],
    ['LOG_LEVEL', 'loud'],
    ['DEMO', 'yes'],
  ])('refuse a %s of %s, by its name', (name, value) => {
    expect(wrongIn({ [name]: value })).toContain(name);
  });

  it('are not repeated where they are refused, for they may be secrets', () => {
    expect(() => read({ DATABASE_URL_DATA: 'mysql://owner:secret@db.example' })).not.toThrow('secret');
    expect(() => read({ METRICS_TOKEN: 'secret', PUBLIC_URL: 'https://a:secret@b' })).not.toThrow('secret');
  });

  it('refuse what contradicts something else', () => {
    expect(wrongIn({ DATABASE_URL_DATA: POSTGRES, DATABASE_URL_PAYOUTS: POSTGRES })).toEqual([
      'DATABASE_URL_PAYOUTS',
    ]);
    expect(wrongIn({ PORT: '5000', PORT_DATA: '5000' })).toEqual(['PORT_DATA']);
    expect(wrongIn({ DEMO: 'false', CLOCK_OFFSET_START_SECONDS: '-60' })).toEqual([
      'CLOCK_OFFSET_START_SECONDS',
    ]);
  });

  it.each<[string, Record<string, string>]>([
    [
      'DATABASE_URL_DATA',
      { DATABASE_URL_MEMBERSHIP: 'postgres://x@h:5432/a', DATABASE_URL_DATA: 'postgresql://x@h/a' },
    ],
    ['SERVICE_URL_PAYOUTS', { SERVICE_URL_DATA: 'http://h:1', SERVICE_URL_PAYOUTS: 'http://h:1/' }],
    ['DATABASE_LOCK_TIMEOUT_MS', { DATABASE_STATEMENT_TIMEOUT_MS: '1000', DATABASE_LOCK_TIMEOUT_MS: '1001' }],
    ['SUBGRAPH_TIMEOUT_MS', { REQUEST_DEADLINE_MS: '1000', SUBGRAPH_TIMEOUT_MS: '2000' }],
    ['HTTP_BODY_STALL_MS', { HTTP_BODY_TIMEOUT_MS: '1000', HTTP_BODY_STALL_MS: '2000' }],
    [
      'HTTP_CONNECTIONS_PER_ADDRESS_MAX',
      { HTTP_CONNECTIONS_MAX: '80', HTTP_CONNECTIONS_PER_ADDRESS_MAX: '81' },
    ],
    ['HTTP_CONNECTIONS_PER_ADDRESS_MAX', { HTTP_CONNECTIONS_PER_ADDRESS_MAX: '90000' }],
    [
      'PAYOUT_DESTINATION_COOLING_SECONDS',
      { NODE_ENV: 'production', PAYOUT_DESTINATION_COOLING_SECONDS: '0' },
    ],
  ])('refuse a %s that contradicts another', (name, environment) => {
    expect(wrongIn(environment)).toEqual([name]);
  });

  it('let a whole be set without its parts', () => {
    expect(wrongIn({ HTTP_CONNECTIONS_MAX: '80' })).toEqual([]);
  });

  it('make no demo of production, unless it is asked for', () => {
    expect(read({}).DEMO).toBe(true);
    expect(read({ NODE_ENV: 'production' }).DEMO).toBe(false);
    expect(read({ NODE_ENV: 'production', DEMO: 'true' }).DEMO).toBe(true);
  });

  it('say of a number and of a choice what is asked for', () => {
    expect(() => read({ PORT: 'abc' })).toThrow('PORT: a whole number from 0 to 65535 is asked for');
    expect(() => read({ DEMO: 'maybe' })).toThrow('DEMO: true or false is asked for');
  });

  it('refuse all that is wrong at once, of whichever part', () => {
    const environment = {
      ...{ OPERATOR_DIDS: 'foo', PUBLIC_URL: 'ftp://x', NATS_URL: 'x', DATABASE_URL_DATA: 'mysql://x' },
      ...{ CORS_ORIGINS: '*', NODE_ENV: 'prod', GUARD_DEPTH_MAX: 'deep', RAIL_URL: 'x' },
      ...{ STAKE_LOCK_DAYS: '-1', PORT_PAYOUTS: '4002' },
    };
    expect(wrongIn(environment).sort()).toEqual(expect.arrayContaining(Object.keys(environment)));
  });

  it('refuse a worker’s database that is none', () => {
    const worker = { COMPUTE_DATABASE_URL: 'mysql://x' };
    expect(() => readSettings(computeSettingsSchema, worker)).toThrow('COMPUTE_DATABASE_URL: ');
  });
});
