import { describe, expect, test } from '@jest/globals';
import { targetOf } from '../../../subgraphs/kit/http/target.js';

describe('a request target', () => {
  const cases = [
    { url: undefined, want: { path: '/', search: '' } },
    { url: '', want: { path: '/', search: '' } },
    { url: '/a/b?c=d', want: { path: '/a/b', search: 'c=d' } },
    { url: '/a?b=c?d&e=http://f', want: { path: '/a', search: 'b=c?d&e=http://f' } },
    { url: '//host/a', want: { path: '//host/a', search: '' } },
    { url: '*', want: { path: '*', search: '' } },
    { url: 'http://host:80/a?b', want: { path: '/a', search: 'b', host: 'host:80' } },
    { url: 'HTTPS://host', want: { path: '/', search: '', host: 'host' } },
    { url: 'http://host?b', want: { path: '/', search: 'b', host: 'host' } },
    { url: 'http:///a', want: { path: '/a', search: '', host: '' } },
    { url: 'ftp://host/a', want: { path: 'ftp://host/a', search: '' } },
    { url: 'host:443', want: { path: 'host:443', search: '' } },
  ];
  test.each(cases)('$url is read', ({ url, want }) => {
    expect(targetOf(url)).toEqual(want);
  });
});
