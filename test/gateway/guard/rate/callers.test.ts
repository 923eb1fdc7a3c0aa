import { describe, expect, test } from '@jest/globals';
import { Callers } from '../../../../gateway/guard/rate/callers.js';

describe('the address of a caller', () => {
  const cases = [
    { name: 'is that of the connection', socket: '198.51.100.7', want: '198.51.100.7' },
    { name: 'written as IPv6 too', socket: '::ffff:198.51.100.7', want: '198.51.100.7' },
    {
      name: 'is a network where one party has many',
      socket: '2001:db8:1:2:3:4:5:6',
      want: '2001:db8:1:2::/64',
    },
    { name: 'is not known of a connection that is gone', socket: undefined, want: 'unknown' },
    {
      name: 'is not what the caller says',
      socket: '198.51.100.7',
      header: '203.0.113.1',
      want: '198.51.100.7',
    },
    {
      name: 'is what a trusted proxy says',
      proxies: ['127.0.0.1'],
      socket: '127.0.0.1',
      header: '203.0.113.1',
      want: '203.0.113.1',
    },
    {
      name: 'is not what a caller tells a trusted proxy',
      proxies: ['127.0.0.1'],
      socket: '127.0.0.1',
      header: '192.0.2.1, 203.0.113.1',
      want: '203.0.113.1',
    },
    {
      name: 'is found behind several trusted proxies',
      proxies: ['127.0.0.1', '10.0.0.0/8'],
      socket: '::ffff:127.0.0.1',
      header: '192.0.2.1, 203.0.113.1, 10.1.2.3',
      want: '203.0.113.1',
    },
    {
      name: 'is that of the last proxy where it names what is none',
      proxies: ['127.0.0.1'],
      socket: '127.0.0.1',
      header: '203.0.113.1, unknown',
      want: '127.0.0.1',
    },
    {
      name: 'is that of the first proxy where all are trusted',
      proxies: ['10.0.0.0/8'],
      socket: '10.0.0.1',
      header: '10.0.0.3, 10.0.0.2',
      want: '10.0.0.3',
    },
    {
      name: 'is found behind a proxy of IPv6',
      proxies: ['2001:db8::/32'],
      socket: '2001:db8::1',
      header: '2001:db9::1',
      want: '2001:db9::/64',
    },
    {
      name: 'is that of a proxy that says nothing',
      proxies: ['10.0.0.0/8'],
      socket: '10.0.0.1',
      want: '10.0.0.1',
    },
  ];
  test.each(cases)('$name', ({ proxies = [], socket, header, want }) => {
    const callers = new Callers(proxies);
    for (const _ of ['first', 'again']) expect(callers.addressOf(socket, header)).toBe(want);
  });

  test('is looked for in so many hops at most', () => {
    const header = Array(10_000).fill('10.0.0.1').join(',');
    expect(new Callers(['10.0.0.0/8']).addressOf('10.0.0.1', `203.0.113.1,${header}`)).toBe('10.0.0.1');
  });

  test.each(['10.0.0.0/99', 'proxy.example', ''])('is not looked for behind %j', (proxy) => {
    expect(() => new Callers([proxy])).toThrow(/^TRUSTED_PROXIES names/);
  });
});

describe('a program on this machine', () => {
  test.each([
    ['127.0.0.1', {}, true],
    ['127.9.9.9', {}, true],
    ['::1', {}, true],
    ['::ffff:127.0.0.1', {}, true],
    ['10.0.0.1', {}, false],
    ['::ffff:10.0.0.1', {}, false],
    [undefined, {}, false],
    ['127.0.0.1', { 'x-forwarded-for': '203.0.113.1' }, false],
    ['127.0.0.1', { forwarded: 'for=203.0.113.1' }, false],
    ['127.0.0.1', { via: '1.1 proxy' }, false],
  ])('at %s with %j: %s', (address, headers, want) => {
    expect(new Callers([]).isLocal(address, headers as Record<string, string>)).toBe(want);
  });
});
