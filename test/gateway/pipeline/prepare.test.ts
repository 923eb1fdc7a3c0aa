import { beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { gatewaySettingsSchema } from '../../../gateway/config.js';
import { Guard } from '../../../gateway/guard/guard.js';
import { limitsOf } from '../../../gateway/guard/limits.js';
import { Refusal } from '../../../gateway/observability/refusal.js';
import { Preparer } from '../../../gateway/pipeline/prepare.js';
import { readSettings } from '../../../subgraphs/kit/settings.js';

const SCHEMA = 'type Query { me: String } type Mutation { go: Int } type Subscription { gone: Int }';

describe('an operation', () => {
  let read: string[];
  let guard: Guard;
  beforeEach(() => {
    read = [];
    guard = new Guard(limitsOf(readSettings(gatewaySettingsSchema, {})), true);
    const readDocument = guard.readDocument.bind(guard);
    guard.readDocument = (query) => {
      read.push(query);
      return readDocument(query);
    };
  });
  function preparer(options: { bytesMax?: number; showsSchema?: boolean } = {}): Preparer {
    const made = new Preparer({ guard, bytesMax: 1_000_000, showsSchema: true, ...options });
    made.adopt(buildSchema(SCHEMA));
    return made;
  }
  const refusalOf = (work: () => unknown): Refusal => {
    try {
      work();
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
    throw new Error('nothing was refused');
  };

  test.each(['{ me }', 'mutation { go }', 'subscription { gone }'])('is prepared once: %s', (query) => {
    const prepare = preparer();
    const first = prepare.prepare(query, null);
    expect(prepare.prepare(query, null)).toBe(first);
    expect(read).toEqual([query]);
  });

  test('shares its document with the others of it', () => {
    const prepare = preparer();
    const query = 'query A { me } query B { b: me }';
    const [a, b] = [prepare.prepare(query, 'A'), prepare.prepare(query, 'B')];
    expect(a.document).toBe(b.document);
    expect([a.told, b.told]).toEqual([
      { type: 'query', name: 'A' },
      { type: 'query', name: 'B' },
    ]);
    expect(read).toHaveLength(1);
  });

  test('is prepared anew for another schema', () => {
    const prepare = preparer();
    const before = prepare.prepare('{ me }', null);
    const other = buildSchema('type Query { me: Int }');
    prepare.adopt(other);
    expect(prepare.prepare('{ me }', null)).toMatchObject({ schema: other });
    expect(before.schema).not.toBe(other);
    prepare.adopt(buildSchema('type Query { you: Int }'));
    expect(refusalOf(() => prepare.prepare('{ me }', null)).status).toBe(400);
  });

  test('is forgotten where there is no more room', () => {
    const prepare = preparer({ bytesMax: 1_000 });
    for (let index = 0; index < 20; index++) prepare.prepare(`{ a${index}: me }`, null);
    expect(prepare.size).toBeLessThan(10);
    prepare.prepare('{ a0: me }', null);
    expect(read).toHaveLength(21);
  });

  const refused = [
    { name: 'that is none', query: '{', code: 'GRAPHQL_PARSE_FAILED' },
    { name: 'of no letters', query: ' ', code: 'GRAPHQL_PARSE_FAILED' },
    { name: 'with an unknown field', query: '{ you }', code: 'GRAPHQL_VALIDATION_FAILED' },
    { name: 'that goes round', query: '{ ...f } fragment f on Query { ...f }', code: 'FRAGMENT_CYCLE' },
    { name: 'of two', query: 'query A { me } query B { me }', code: 'OPERATION_RESOLUTION_FAILURE' },
    { name: 'of fragments', query: 'fragment f on Query { me }', code: 'GRAPHQL_VALIDATION_FAILED' },
  ];
  test.each(refused)('of a document $name is refused each time, and not kept', ({ query, code }) => {
    const prepare = preparer();
    for (const _ of [1, 2]) {
      const { errors, status } = refusalOf(() => prepare.prepare(query, null));
      const codes = errors.map((error) => ('definition' in error ? error.definition.code : error.code));
      expect({ codes, status }).toEqual({ codes: [code], status: 400 });
    }
    if (code !== 'OPERATION_RESOLUTION_FAILURE') expect(prepare.size).toBe(0);
  });

  test('of an unknown name is refused, also after others were found', () => {
    const prepare = preparer();
    prepare.prepare('query A { me }', 'A');
    for (const name of ['B', '', 'constructor']) {
      expect(refusalOf(() => prepare.prepare('query A { me }', name)).message).toBe(
        'Name one of the operations of the document.',
      );
    }
  });

  test.each(['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }'])(
    'asks for the schema only where it is shown: %s',
    (query) => {
      expect(preparer().prepare(query, null).operation.operation).toBe('query');
      const { message } = refusalOf(() => preparer({ showsSchema: false }).prepare(query, null));
      expect(message).toBe('The schema is not shown here.');
    },
  );
});
