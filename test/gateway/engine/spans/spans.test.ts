import { getOperationAST, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Engine } from '../../../../gateway/engine/engine.js';
import { directPlannerWorker } from '../../../../gateway/engine/planner/directPlannerWorker.js';
import { readGraphqlAnswer } from '../../../../gateway/engine/transport/graphqlAnswer.js';
import type { SubgraphTransport } from '../../../../gateway/engine/transport/transport.js';
import { parseExact } from '../../../../subgraphs/kit/wire/exactJson.js';
import { composeToys } from '../../../support/federation/composeToys.js';
import { PLANNER_LIMITS } from '../../../support/federation/ownEngine.js';

const BOOKS = [
  { isbn: '1', title: 'Zoë "quoted" \\ \n', authors: [{ id: 'a' }, { id: 'b' }], sequel: { isbn: '2' } },
  { isbn: '2', title: '日本語', authors: [{ id: 'a' }], sequel: null },
  { isbn: 'ü3', title: '', authors: [], sequel: { isbn: '1' } },
];
const book = ({ isbn }: { isbn: string }) => BOOKS.find((one) => one.isbn === isbn) ?? null;

const TOYS = [
  {
    name: 'shelf',
    typeDefs: `
      scalar Any
      enum Mood { GLAD SAD }
      type Query { books: [Book!]! rows: [[Book]] size: Int mood: Mood anything: Any shelf(first: Int): [Book] }
      type Book @key(fields: "isbn") { isbn: ID! title: String authors: [Author!]! sequel: Book }
      type Author @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        books: () => BOOKS,
        rows: () => [[BOOKS[0], null], null, [], [BOOKS[2]]],
        shelf: (_: unknown, { first }: { first?: number }) => BOOKS.slice(0, first),
        size: () => 3,
        mood: () => 'GLAD',
        anything: () => ({ list: [1, 'x', { y: null }], far: 12.5, no: false }),
      },
      Book: {
        __resolveReference: book,
        sequel: ({ sequel }: (typeof BOOKS)[number]) => sequel && book(sequel),
      },
      Author: { __resolveReference: (author: object) => author },
    },
  },
  {
    name: 'people',
    typeDefs: `type Author @key(fields: "id") { id: ID! name: String! born: Int height: Float mentor: Author }`,
    resolvers: {
      Author: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        name: ({ id }: { id: string }) => `name of ${id}`,
        born: ({ id }: { id: string }) => (id === 'a' ? -44 : null),
        height: () => 1.75,
        mentor: ({ id }: { id: string }) => (id === 'a' ? { id: 'b' } : null),
      },
    },
  },
  {
    name: 'shop',
    typeDefs: `type Book @key(fields: "isbn") { isbn: ID! price: Int stock: Boolean! }`,
    resolvers: {
      Book: {
        __resolveReference: ({ isbn }: { isbn: string }) => (isbn === '2' ? null : { isbn }),
        price: () => 1_250,
        stock: () => true,
      },
    },
  },
];

/** What a subgraph makes of its answer before it sends it, and whether that is read without being parsed. */
const WIRES: Record<string, (body: string, asked: number) => string> = {
  plain: (body) => body,
  'with blanks': (body) => JSON.stringify(parseExact(body), null, 1),
  'in another order': (body) => JSON.stringify(reversed(JSON.parse(body))),
  'plain at first': (body, asked) => (asked > 1 ? ` ${body}` : body),
  'plain but at first': (body, asked) => (asked > 1 ? body : ` ${body}`),
  'with extensions': (body) => body.replace(/}$/, ',"extensions":{"x":1}}'),
};

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]) => [key, reversed(one)])
      .reverse(),
  );
}

let wire = WIRES.plain!;
let asked: { spans: boolean; sent: string | undefined }[] = [];
let engine: Engine<undefined>;

beforeAll(async () => {
  const { supergraphSdl, servers } = composeToys(TOYS as never);
  const transportTo = (name: string): SubgraphTransport<undefined> => ({
    name,
    async send({ query, operationName, variablesJson, readSpans }) {
      const variables = variablesJson === undefined ? undefined : (parseExact(variablesJson) as object);
      const answer = await servers.get(name)!({ query, operationName, variables: variables as never });
      const body = wire(JSON.stringify(answer), asked.length + 1);
      const spans = readSpans?.(Buffer.from(body));
      asked.push({ spans: spans !== undefined, sent: variablesJson });
      return spans ? { data: spans.data, spans } : readGraphqlAnswer(body, 100);
    },
  });
  engine = await Engine.start<undefined>({
    supergraphSdl,
    plannerWorker: directPlannerWorker(PLANNER_LIMITS),
    transportsTo: (subgraphs) => new Map(subgraphs.map(({ name }) => [name, transportTo(name)])),
    planCacheMib: 8,
    errorsMax: 100,
    answerBytesMax: 1_000_000,
    runsBeforeSpans: 0,
  });
});
afterAll(() => engine.stop());

async function answer(query: string, over: keyof typeof WIRES) {
  wire = WIRES[over]!;
  asked = [];
  const document = parse(query);
  // Under an id of its own, what is learned of one wire is not known of the next.
  const id = `${over} ${query}`;
  const operation = getOperationAST(document)!;
  const { data, errors } = await engine.execute({
    document,
    operation,
    id,
    variables: {},
    context: undefined,
  });
  return { data: parseExact(data.text), errors, asked };
}

const QUERIES: [string, string, unknown][] = [
  ['leaves', '{ size mood anything }', { size: 3, mood: 'GLAD' }],
  ['a list that is copied whole', '{ books { isbn title } }', undefined],
  ['names of the client’s own', '{ all: books { code: isbn name: title isbn } }', undefined],
  ['another order than is selected', '{ books { title price isbn stock } size }', undefined],
  ['lists within lists', '{ rows { isbn title } }', undefined],
  ['lists within lists that are added to', '{ rows { title price } }', undefined],
  [
    'entities below entities',
    '{ books { authors { name mentor { name height } } sequel { title price } } }',
    undefined,
  ],
  [
    'one entity at several places',
    '{ books { sequel { authors { name } } authors { born name } } }',
    undefined,
  ],
  ['the type of an object', '{ __typename books { __typename authors { __typename name } } }', undefined],
  [
    'fields under arguments',
    '{ one: shelf(first: 1) { price } two: shelf(first: 2) { title price } }',
    undefined,
  ],
];

describe('an operation', () => {
  test.each(QUERIES)('for %s is answered the same over every wire', async (_, query, wanted) => {
    const { data, errors } = await answer(query, 'with blanks');
    if (wanted) expect(data).toMatchObject(wanted);
    for (const over of Object.keys(WIRES)) {
      const other = await answer(query, over);
      expect({ over, data: other.data, errors: other.errors }).toEqual({ over, data, errors });
    }
  });

  test.each(QUERIES)('for %s parses no answer that is plain', async (_, query) => {
    const plain = await answer(query, 'plain');
    expect(plain.asked.length).toBeGreaterThan(0);
    expect(plain.asked.every(({ spans }) => spans)).toBe(true);
  });

  test('sends each key once, as it was written', async () => {
    const { asked: sent } = await answer('{ books { price sequel { price } } }', 'plain');
    const texts = sent.flatMap(({ sent: json }) => (json === undefined ? [] : [json]));
    const keys = texts.flatMap(
      (json) => (JSON.parse(json) as { representations: { isbn: string }[] }).representations,
    );
    expect(keys.map(({ isbn }) => isbn).sort()).toEqual(['1', '2', 'ü3']);
  });
});

describe('an answer in the plainest way', () => {
  const exact = '{"data":{"size":3,"anything":{"n":12345678901234567890,"m":[1.50,-0,0.000000001]}}}';
  const cases = [
    ['numbers beyond what a double keeps', exact, true],
    ['an exponent', '{"data":{"size":3,"anything":1e5}}', false],
    ['an integer beyond 32 bits', '{"data":{"size":3000000000,"anything":1}}', false],
    ['a text for an integer', '{"data":{"size":"3","anything":1}}', false],
    ['a key twice', '{"data":{"size":3,"size":3,"anything":1}}', false],
    ['a key too many', '{"data":{"size":3,"anything":1,"more":1}}', false],
    ['a key too few', '{"data":{"size":3}}', false],
    ['errors', '{"data":{"size":null,"anything":1},"errors":[{"message":"no","path":["size"]}]}', false],
    ['no data', '{"data":null}', false],
    ['something behind it', '{"data":{"size":3,"anything":1}} ', false],
    ['bytes that are not UTF-8', Buffer.from('{"data":{"size":3,"anything":"\xff"}}', 'latin1'), false],
  ] as const;

  test.each(cases)('with %s is read, or left to who parses it', async (_, body, isRead) => {
    let reads: ((body: Buffer) => unknown) | undefined;
    const query = '{ size anything }';
    const document = parse(query);
    const { supergraphSdl } = composeToys(TOYS as never);
    const text = typeof body === 'string' ? body : body.toString();
    const one = await Engine.start<undefined>({
      supergraphSdl,
      plannerWorker: directPlannerWorker(PLANNER_LIMITS),
      transportsTo: (subgraphs) =>
        new Map(
          subgraphs.map(({ name }) => [
            name,
            {
              name,
              async send({ readSpans }) {
                reads = readSpans;
                const spans = readSpans?.(Buffer.from(body as string));
                return spans ? { data: spans.data, spans } : readGraphqlAnswer(text, 100);
              },
            },
          ]),
        ),
      planCacheMib: 8,
      errorsMax: 100,
      answerBytesMax: 1_000_000,
      runsBeforeSpans: 0,
    });
    const operation = getOperationAST(document)!;
    const written = await one.execute({ document, operation, id: query, variables: {}, context: undefined });
    one.stop();
    expect(reads!(Buffer.from(body as string)) !== undefined).toBe(isRead);
    if (isRead) expect(written.data.text).toBe(text.slice('{"data":'.length, -1));
  });
});
