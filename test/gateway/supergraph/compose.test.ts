import { describe, expect, test } from '@jest/globals';
import { LOG_SDL } from '../../../gateway/log/schema.js';
import { collectSchemas } from '../../../gateway/supergraph/collect.js';
import { apolloComposer } from '../../../gateway/supergraph/compose.js';
import type { ServiceTransport } from '../../../subgraphs/kit/wire/transport.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

describe('composing', () => {
  test('joins what two services say of one entity', () => {
    const supergraph = apolloComposer.compose([
      {
        name: 'membership',
        sdl: `${LINK} type Query { all: [Cooperative!]! } type Cooperative @key(fields: "id") { id: ID! name: String! }`,
      },
      { name: 'governance', sdl: `${LINK} type Cooperative @key(fields: "id") { id: ID! charter: String }` },
      { name: 'log', sdl: LOG_SDL },
    ]);
    expect(supergraph).toMatch(/charter: String @join__field\(graph: GOVERNANCE\)/);
    expect(supergraph).toMatch(/auditTrail\([^)]*\): JournalEntryConnection @join__field\(graph: LOG\)/s);
  });

  test.each([
    [
      'own the same field',
      'type Query { a: Int }',
      'type Query { a: Int }',
      /non-shareable field "Query.a"/i,
    ],
    [
      'mean different types by one name',
      'type Query { a: T @shareable } type T @shareable { x: Int }',
      'type Query { a: T @shareable } type T @shareable { x: String }',
      /T\.x/,
    ],
    [
      'leave a field that nothing leads to',
      'type Query { a: T } type T @key(fields: "id") { id: ID! }',
      'type T @key(fields: "other") { other: ID! b: Int }',
      /cannot.*satisf|not.*resolvable|cannot move/i,
    ],
  ])('refuses services that %s, and says where', (_, one, two, reason) => {
    const subgraphs = [one, two].map((sdl, index) => ({ name: `s${index}`, sdl: `${LINK} ${sdl}` }));
    expect(() => apolloComposer.compose(subgraphs)).toThrow(
      expect.objectContaining({
        name: 'CompositionFailed',
        message: expect.stringMatching(reason) as unknown,
      }),
    );
  });
});

describe('collecting schemas', () => {
  function transport(sdl: () => Promise<string>): ServiceTransport {
    return {
      name: 'data',
      sdl,
      ready: () => Promise.resolve(true),
      execute: () => Promise.reject(new Error()),
      log: {} as ServiceTransport['log'],
    };
  }

  test('waits for a service that is still starting', async () => {
    let tries = 0;
    const starting = transport(() =>
      ++tries < 2 ? Promise.reject(new Error('refused')) : Promise.resolve('type Query { a: Int }'),
    );
    expect(await collectSchemas([starting], 5_000)).toEqual([{ name: 'data', sdl: 'type Query { a: Int }' }]);
  });

  test('names the service that does not come', async () => {
    const gone = transport(() => Promise.reject(new Error('refused')));
    await expect(collectSchemas([gone], 0)).rejects.toThrow('data does not give its schema');
  });
});
