import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Pool } from 'undici';
import {
  guardedConnector,
  isAllowedAddress,
  requirePartnerUrl,
} from '../../../../gateway/supergraph/partner/address.js';
import type { Lookup } from '../../../../gateway/supergraph/partner/address.js';

const PUBLIC = { allowsLoopback: false };
const DEVELOPMENT = { allowsLoopback: true };

describe('the address of a partner', () => {
  test.each(['1.1.1.1', '8.8.8.8', '93.184.216.34', '2606:4700::1111', '2a00:1450:4001:80b::200e'])(
    'may be %s',
    (address) => {
      expect(isAllowedAddress(address, PUBLIC)).toBe(true);
    },
  );

  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '127.0.0.1',
    '127.8.9.10',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::a00:1',
    '::7f00:1',
    'fe80::1',
    'fec0::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a00:1',
    '64:ff9b:1::1',
    '2002:a00:1::',
    '2002:7f00:1::',
    '2001:0:4136:e378::',
    '2001:db8::1',
    '100::1',
    '',
    'localhost',
    '1.1.1.1.1',
    '0x7f.1',
    '2130706433',
  ])('is not %s', (address) => {
    expect(isAllowedAddress(address, PUBLIC)).toBe(false);
  });

  test('is never an IPv4 address of ours wrapped in an IPv6 one', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const own = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127, 0), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
    );
    fc.assert(
      fc.property(
        own,
        fc.constantFrom('::ffff:', '::', '64:ff9b::', '::ffff:0:'),
        ([a, b, c, d], wrapping) => {
          expect(isAllowedAddress(`${wrapping}${a}.${b}.${c}.${d}`, PUBLIC)).toBe(false);
        },
      ),
    );
  });

  test('may be this machine in development, and no other that is not public', () => {
    expect(
      ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', '169.254.169.254'].map((one) =>
        isAllowedAddress(one, DEVELOPMENT),
      ),
    ).toEqual([true, true, true, false, false]);
  });
});

describe('the URL of a partner', () => {
  test.each(['https://acme.example/graphql', 'https://acme.example:8443/', 'https://1.1.1.1/graphql'])(
    'may be %s',
    (url) => {
      expect(requirePartnerUrl(url, PUBLIC).href).toBe(url);
    },
  );

  test.each([
    'http://acme.example/',
    'ftp://acme.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'acme.example',
    '',
    'https://',
    'https://user:secret@acme.example/',
    'https://acme.example/#here',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
  ])('is not %s', (url) => {
    expect(() => requirePartnerUrl(url, PUBLIC)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  test('may be plain http in development, to this machine by number too', () => {
    expect(requirePartnerUrl('http://127.0.0.1:4100/graphql', DEVELOPMENT).port).toBe('4100');
    expect(() => requirePartnerUrl('http://10.0.0.1/', DEVELOPMENT)).toThrow();
  });
});

describe('connecting to a partner', () => {
  const server = createServer((_, response) => response.end('reached'));
  let reached = 0;
  let port: number;
  server.on('connection', () => (reached += 1));
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  const ask = async (host: string, rules: typeof PUBLIC, answers: string[][] = []) => {
    let asked = 0;
    const lookup: Lookup = (_, __, done) => {
      const found = answers[Math.min(asked++, answers.length - 1)] ?? [];
      done(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
    const pool = new Pool(`http://${host}:${port}`, {
      connect: guardedConnector(rules, { lookup, timeoutMs: 2_000 }),
    });
    try {
      const { body } = await pool.request({ method: 'GET', path: '/' });
      return await body.text();
    } finally {
      await pool.destroy();
    }
  };

  test('reaches this machine in development', async () => {
    expect(await ask('acme.example', DEVELOPMENT, [['127.0.0.1']])).toBe('reached');
    expect(await ask('127.0.0.1', DEVELOPMENT)).toBe('reached');
  });

  test.each([
    ['a name that leads to this machine', 'acme.example', [['127.0.0.1']]],
    ['a name that leads here among others', 'acme.example', [['93.184.216.34', '127.0.0.1']]],
    ['a name that leads here by IPv6', 'acme.example', [['::ffff:127.0.0.1']]],
    ['a name that leads nowhere', 'acme.example', [[]]],
    ['this machine by number', '127.0.0.1', []],
    ['this machine by number in IPv6', '[::1]', []],
    ['a name that was public when it was registered', 'acme.example', [['169.254.169.254'], ['127.0.0.1']]],
  ])('never reaches %s', async (_, host, answers) => {
    const before = reached;
    await expect(ask(host, PUBLIC, answers)).rejects.toMatchObject({ code: 'ERR_ADDRESS_REFUSED' });
    expect(reached).toBe(before);
  });
});
