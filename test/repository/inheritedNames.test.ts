import { composeServices } from '@apollo/composition';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildASTSchema, buildSchema, graphql, Kind, parse, subscribe } from 'graphql';
import { gatewaySettingsSchema } from '../../gateway/config.js';
import { cachingOf } from '../../gateway/engine/plan/caching.js';
import type { Step } from '../../gateway/engine/plan/steps.js';
import { cachingFacts } from '../../gateway/engine/planner/cachingFacts.js';
import type { RunningGateway } from '../../gateway/assemble.js';
import { startStandalone } from '../../gateway/standalone/standalone.js';
import { directPlannerWorker } from '../../gateway/engine/planner/directPlannerWorker.js';
import { readSettings, settingsSchema } from '../../subgraphs/kit/settings.js';
import { httpServer, sendJson } from '../gateway/engine/transport/subgraphServers.js';
import type { TestServer } from '../gateway/engine/transport/subgraphServers.js';
import { openStream } from '../support/liveClient.js';

/** Names that every object has something under. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);
/** Those that a schema may use: what begins with two underscores is the specification's own. */
const NAMES = INHERITED.filter((name) => !name.startsWith('__'));

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@requires", "@external", "@shareable"])\n`;

/** For each name a type of that name with a key, a value, an object and a requirement named by the others. */
const ringOf = (index: number) => NAMES.map((_, step) => NAMES[(index + step) % NAMES.length]!);

const FIRST = NAMES.map((type, index) => {
  const [, key, value, object, argument] = ringOf(index);
  return `
    extend type Query { ${type}(${argument}: In${index}): [${type}] }
    extend type Subscription { ${type}: ${type} }
    input In${index} { ${key}: Int ${value}: String = "usual" }
    enum Enum${index} { ${key} ${value} }
    type ${type} @key(fields: "${key}") {
      ${key}: ID! ${value}: String ${object}: Object${index} kind: Enum${index} said: String
    }
    type Object${index} { ${argument}: Int }`;
}).join('\n');

const SECOND = NAMES.map((type, index) => {
  const [, key, value, object, argument, needing] = ringOf(index);
  return `
    type ${type} @key(fields: "${key}") {
      ${key}: ID! ${value}: String @external ${object}: Object${index} @external
      ${needing}: String @requires(fields: "${value} ${object} { ${argument} }")
      plainly: String @requires(fields: "${value}")
    }
    type Object${index} { ${argument}: Int @external }`;
}).join('\n');

const ROOTS = 'type Query { plain: String } type Subscription { nothing: Int }';
/** What the federation adds to a subgraph, without the tools of others, which may fail at these names. */
const bare = (sdl: string): string => {
  const types = NAMES.join(' | ');
  return `${sdl}
    directive @key(fields: String!) repeatable on OBJECT
    directive @external on FIELD_DEFINITION
    directive @requires(fields: String!) on FIELD_DEFINITION
    scalar _Any union _Entity = ${types}
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
};

interface Asked {
  query: string;
  variables?: Record<string, unknown>;
}
/** The library that answers here looks for parts of a value in what every object has, too. */
const readBody = (body: string): Asked =>
  JSON.parse(body, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.assign(Object.create(null) as object, value)
      : value,
  ) as Asked;
const bareObject = (entries: [string, unknown][]): object =>
  Object.assign(Object.create(null) as object, Object.fromEntries(entries));

/** A thing as the first subgraph has it; `gaps` lack what may be null. */
function thing(index: number, id: string, said = ''): object {
  const [type, key, value, object, argument] = ringOf(index) as [string, string, string, string, string];
  const isGap = id === 'gap';
  return bareObject([
    ['__typename', type],
    [key, id],
    [value, isGap ? null : `value ${id}`],
    [object, isGap ? null : bareObject([[argument, 7]])],
    ['kind', isGap ? null : value],
    ['said', said],
  ]);
}

const firstSchema = buildSchema(bare(ROOTS + FIRST));
const firstRoot = bareObject([
  ['plain', 'plain'],
  ...NAMES.map((name, index): [string, unknown] => [
    name,
    (given: object) => [thing(index, '1', JSON.stringify(given)), thing(index, 'gap')],
  ]),
]);
const subscriptionRoot = (name: string) =>
  bareObject([
    [
      name,
      async function* () {
        yield await Promise.resolve(bareObject([[name, thing(NAMES.indexOf(name), '1')]]));
      },
    ],
  ]);

const secondSchema = buildSchema(bare(`type Query { other: Int } ${SECOND}`));
/** Says what it was told. */
const secondRoot = {
  _entities: ({ representations }: { representations: Record<string, unknown>[] }) =>
    representations.map((sent) => {
      const index = NAMES.indexOf(sent.__typename as string);
      const [, key, , , , needing] = ringOf(index) as [string, string, string, string, string, string];
      return bareObject([
        ['__typename', sent.__typename],
        [key, sent[key]],
        [needing, JSON.stringify(sent)],
        ['plainly', JSON.stringify(sent)],
      ]);
    }),
};

let gateway: RunningGateway;
/** Whether the first subgraph leaves out what is null. */
let isSilent = false;
let first: TestServer;
let second: TestServer;
beforeAll(async () => {
  first = await httpServer((response, body, request) => {
    const { query, variables } = readBody(body);
    if (request.headers.accept?.startsWith('text/event-stream')) {
      const name = NAMES.find((one) => new RegExp(`\\b${one}\\b`).test(query.split('{')[1]!))!;
      void subscribe({
        schema: firstSchema,
        document: parse(query),
        rootValue: subscriptionRoot(name),
      }).then(async (source) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for await (const answer of source as AsyncIterable<object>)
          response.write(`event: next\ndata: ${JSON.stringify(answer)}\n\n`);
        response.end('event: complete\ndata:\n\n');
      });
      return;
    }
    void graphql({
      schema: firstSchema,
      source: query,
      variableValues: variables,
      rootValue: firstRoot,
    }).then((answer) => {
      const said = JSON.stringify(answer);
      sendJson(
        response,
        JSON.parse(said, (_, value: unknown) => (isSilent && value === null ? undefined : value)),
      );
    });
  });
  second = await httpServer((response, body) => {
    const { query, variables } = readBody(body);
    void graphql({
      schema: secondSchema,
      source: query,
      variableValues: variables,
      rootValue: secondRoot,
    }).then((answer) => sendJson(response, answer));
  });
  const { supergraphSdl, errors } = composeServices([
    { name: 'constructor', typeDefs: parse(LINK + ROOTS + FIRST), url: first.url },
    { name: 'valueOf', typeDefs: parse(LINK + SECOND), url: second.url },
  ]);
  expect(errors).toBeUndefined();
  const { HOST, LOG_LEVEL } = readSettings(settingsSchema, { LOG_LEVEL: 'silent' });
  const settings = { ...readSettings(gatewaySettingsSchema, {}), HOST, LOG_LEVEL, PORT: 0 };
  const plannerWorker = directPlannerWorker({ plansMax: 100, pathsMax: 100 });
  gateway = await startStandalone({ supergraphSdl: supergraphSdl!, settings, plannerWorker });
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([first.stop(), second.stop()]);
});

async function ask(query: string, variables = '{}'): Promise<string> {
  const reply = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
  });
  return reply.text();
}

describe.each(NAMES.map((name, index) => ({ name, index })))(
  'a schema full of the name $name',
  ({ index }) => {
    const [type, key, value, object, argument, needing] = ringOf(index) as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];

    test('is answered by two services, each of which hears what it needs and of nothing that is not there', async () => {
      const answer = await ask(`{ ${type} { ${needing} } }`);
      const sent = { __typename: type, [key]: '1', [value]: 'value 1', [object]: { [argument]: 7 } };
      const { data, errors } = JSON.parse(answer) as {
        data: Record<string, Record<string, string>[]>;
        errors?: unknown;
      };
      expect(errors).toBeUndefined();
      const [one, gap] = data[type]!;
      expect(JSON.parse(one![needing]!)).toEqual(sent);
      expect(JSON.parse(gap![needing]!)).toEqual({
        __typename: type,
        [key]: 'gap',
        [value]: null,
        [object]: null,
      });
    });

    test('takes them as aliases, of what is plain and of what is not', async () => {
      const aliases = INHERITED.map((alias) => `${alias}: ${value}`).join(' ');
      const answer = await ask(
        `{ ${INHERITED[0]!}: ${type} { ${aliases} kind } __proto__: ${type} { ${key} } }`,
      );
      const rows = (id: string, text: string, kind: string) =>
        `{${INHERITED.map((alias) => `"${alias}":${text}`).join()},"kind":${kind}}`.replace('ID', id);
      expect(answer).toBe(
        `{"data":{"${INHERITED[0]!}":[${rows('1', '"value 1"', `"${value}"`)},${rows('gap', 'null', 'null')}],` +
          `"__proto__":[{"${key}":"1"},{"${key}":"gap"}]}}`,
      );
    });

    test.each(INHERITED)('takes a variable called %s, given and not', async (variable) => {
      const query = `query ($${variable}: Int) { ${type}(${argument}: { ${key}: $${variable} }) { said } }`;
      const said = (given: string) => `{"data":{"${type}":[{"said":${JSON.stringify(given)}},{"said":""}]}}`;
      expect(await ask(query, `{"${variable}":3}`)).toBe(
        said(`{"${argument}":{"${key}":3,"${value}":"usual"}}`),
      );
      expect(await ask(query)).toBe(said(`{"${argument}":{"${value}":"usual"}}`));
    });

    test('takes an object of such fields as a variable, with some of them left out', async () => {
      const query = `query ($given: In${index}) { ${type}(${argument}: $given) { said } }`;
      const said = (given: string) => `{"data":{"${type}":[{"said":${JSON.stringify(given)}},{"said":""}]}}`;
      expect(await ask(query, `{"given":{"${key}":4}}`)).toBe(
        said(`{"${argument}":{"${key}":4,"${value}":"usual"}}`),
      );
      expect(await ask(query, '{"given":{}}')).toBe(said(`{"${argument}":{"${value}":"usual"}}`));
      expect(await ask(query, '{}')).toBe(said('{}'));
      expect(await ask(query, '{"given":{"__proto__":{}}}')).toContain('BAD_USER_INPUT');
    });

    test('is not told of what a service has said nothing of', async () => {
      isSilent = true;
      try {
        const asked = second.asked.length;
        const answer = await ask(`{ ${type} { ${value} plainly } }`);
        const { data, errors = [] } = JSON.parse(answer) as {
          data: Record<string, Record<string, string | null>[]>;
          errors?: object[];
        };
        expect(data[type]![0]!.plainly).toContain('value 1');
        expect(data[type]![1]).toEqual({ [value]: null, plainly: null });
        expect(errors).toEqual([]);
        expect(
          second.asked
            .slice(asked)
            .map(({ body }) => body)
            .join(),
        ).not.toContain('gap');
      } finally {
        isSilent = false;
      }
    });

    test('is kept as its directives say, under the names of what it holds', () => {
      const supergraph = parse(`
      directive @cacheControl(maxAge: Int) on FIELD_DEFINITION | OBJECT
      directive @join__type(key: String) repeatable on OBJECT
      type Query { ${type}: ${type} ${key}: ${key} @cacheControl(maxAge: 9) ${value}: ${value} }
      type ${type} @join__type(key: "${argument}") @cacheControl(maxAge: 5) { ${argument}: ID! ${object}: ${key} }
      type ${key} { ${value}: Int }
      type ${value} { ${argument}: ID! }`);
      const schema = buildASTSchema(supergraph, { assumeValid: true });
      const facts = cachingFacts(supergraph);
      const caching = (query: string) => {
        const [definition] = parse(query).definitions;
        if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(query);
        const step = { kind: 'query', requires: undefined, selections: definition.selectionSet.selections };
        return cachingOf(step as unknown as Step, schema, facts);
      };
      const plain = caching(`{ ${type} { ${argument} } ${key} { __typename } }`)!;
      expect(plain.maxAgeSeconds).toBe(5);
      expect([...plain.naming.tagsOfRoot({ [type]: { [argument]: 'a' } }, {})].sort()).toEqual(
        [`Query.${type}`, `Query.${key}`, `${type}:a`].sort(),
      );
      expect([...plain.naming.tagsOfRoot({}, {})].sort()).toEqual([`Query.${type}`, `Query.${key}`].sort());
      expect(caching(`{ ${type} { ${object} { ${value} } } }`)).toBeUndefined();
      expect(caching(`{ ${value} { ${argument} } }`)).toBeUndefined();
    });

    test('is subscribed to', async () => {
      const stream = await openStream(gateway.url, `subscription { ${type} { ${value} ${needing} } }`, {});
      expect(await stream.next()).toMatchObject({
        data: { [type]: { [value]: 'value 1', [needing]: expect.any(String) } },
      });
      stream.close();
    });
  },
);
