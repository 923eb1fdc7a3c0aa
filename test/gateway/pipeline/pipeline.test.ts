import { OperationTypeNode } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { pino } from 'pino';
import { gatewaySettingsSchema } from '../../../gateway/config.js';
import { AnswerText } from '../../../gateway/engine/response/answer.js';
import { openRequestGuards } from '../../../gateway/guard/requestGuards.js';
import type { RequestGuards } from '../../../gateway/guard/requestGuards.js';
import { ErrorFormatter } from '../../../gateway/observability/errorFormatter.js';
import { refusal } from '../../../gateway/observability/refusal.js';
import { Pipeline } from '../../../gateway/pipeline/pipeline.js';
import type { PipelineOptions, PipelineRequest } from '../../../gateway/pipeline/pipeline.js';
import { Preparer } from '../../../gateway/pipeline/prepare.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import { readSettings } from '../../../subgraphs/kit/settings.js';

const SCHEMA = 'type Query { me(a: Int): String } type Mutation { go: Int } type Subscription { gone: Int }';
const VIEWER = { did: 'did:key:z1', sessionId: 'ses_1', expiresAt: 0 };

describe('a request', () => {
  let guards: RequestGuards;
  /** What happened, in order. */
  let happened: string[];
  beforeAll(async () => {
    const settings = readSettings(gatewaySettingsSchema, {});
    guards = await openRequestGuards(settings, { watchCache: () => undefined }, pino({ level: 'silent' }));
  });
  afterAll(() => guards.close());
  beforeEach(() => {
    happened = [];
  });

  function pipelineOf(changed: Partial<PipelineOptions> = {}): Pipeline {
    const preparer = new Preparer({ guard: guards.guard, bytesMax: 1_000_000, showsSchema: true });
    preparer.adopt(buildSchema(SCHEMA));
    const prepare = preparer.prepare.bind(preparer);
    preparer.prepare = (...given) => {
      happened.push('prepare');
      return prepare(...given);
    };
    const rates = {
      requireOpen: ({ viewer }: { viewer: string | null }) =>
        void happened.push(`enter ${viewer ?? 'nobody'}`),
      charge: (_: unknown, cost: number) => void happened.push(`charge ${cost}`),
      chargeRefusal: ({ viewer }: { viewer: string | null }) =>
        void happened.push(`charge refusal ${viewer ?? 'nobody'}`),
    };
    const documents = {
      resolve(body: Record<string, unknown>) {
        happened.push('resolve');
        return { body };
      },
    };
    return new Pipeline({
      guards: { ...guards, rates, documents } as unknown as RequestGuards,
      identity: {
        identify: () => {
          happened.push('identify');
          return Promise.resolve({ requestId: 'r', viewer: VIEWER, positions: {} });
        },
      },
      preparer,
      engine: {
        execute: () => {
          happened.push('execute');
          return Promise.resolve({ data: AnswerText.ofText('{"me":"1"}'), errors: [] });
        },
        subscribe: async () =>
          // eslint-disable-next-line require-yield -- a source that ends at once
          (async function* () {
            happened.push('subscribe');
          })(),
      },
      errors: new ErrorFormatter(pino({ level: 'silent' }), true),
      deadlineMs: 1_000,
      answerBytesMax: 100,
      warn: () => undefined,
      ...changed,
    });
  }
  const requestOf = (
    body: Record<string, unknown>,
    more: Partial<PipelineRequest> = {},
  ): PipelineRequest => ({
    headers: { 'request-id': 'r' },
    address: '203.0.113.9',
    read() {
      happened.push('read');
      return body;
    },
    carries: 'all',
    trace: { requestId: 'r', codes: [] },
    ...more,
  });
  async function answerOf(request: PipelineRequest, changed?: Partial<PipelineOptions>) {
    const outcome = await pipelineOf(changed).run(request);
    if (outcome.kind === 'stream') throw new Error('a stream');
    const { errors = [] } = JSON.parse(String(outcome.body)) as {
      errors?: { extensions: { code: string } }[];
    };
    return { ...outcome, codes: errors.map(({ extensions }) => extensions.code) };
  }

  test('goes through every stage, in order, and once', async () => {
    const { body, status } = await answerOf(requestOf({ query: '{ me }' }));
    expect({ body, status }).toEqual({ body: '{"data":{"me":"1"}}', status: 200 });
    const stages = ['read', 'identify', `enter ${VIEWER.did}`, 'resolve', 'prepare', 'charge 0', 'execute'];
    expect(happened).toEqual(['enter nobody', ...stages]);
  });

  const refused: {
    name: string;
    body?: Record<string, unknown>;
    more?: Partial<PipelineRequest>;
    status?: number;
    code: string;
    isGraphqlFault?: boolean;
    last: string;
  }[] = [
    { name: 'that has no document', body: {}, code: 'BAD_REQUEST', last: 'resolve' },
    {
      name: 'whose document is no text',
      body: { query: { kind: 'Document' } },
      code: 'BAD_REQUEST',
      last: 'resolve',
    },
    {
      name: 'whose variables are a list',
      body: { query: '{ me }', variables: [] },
      code: 'BAD_REQUEST',
      last: 'resolve',
    },
    {
      name: 'whose extensions are a text',
      body: { query: '{ me }', extensions: '{}' },
      code: 'BAD_REQUEST',
      last: 'resolve',
    },
    {
      name: 'whose operation is named by a number',
      body: { query: '{ me }', operationName: 1 },
      code: 'BAD_REQUEST',
      last: 'resolve',
    },
    {
      name: 'that is no GraphQL',
      body: { query: '{' },
      code: 'GRAPHQL_PARSE_FAILED',
      isGraphqlFault: true,
      last: 'prepare',
    },
    {
      name: 'that the guard refuses',
      body: { query: '{ ...f } fragment f on Query { ...f }' },
      code: 'FRAGMENT_CYCLE',
      last: 'prepare',
    },
    {
      name: 'whose variables do not fit',
      body: { query: 'query ($a: Int) { me(a: $a) }', variables: { a: 'x' } },
      code: 'BAD_USER_INPUT',
      isGraphqlFault: true,
      last: 'prepare',
    },
    {
      name: 'to change something by GET',
      body: { query: 'mutation { go }' },
      more: { carries: OperationTypeNode.QUERY },
      status: 405,
      code: 'BAD_REQUEST',
      last: 'prepare',
    },
    {
      name: 'to subscribe where nobody listens',
      body: { query: 'subscription { gone }' },
      code: 'BAD_REQUEST',
      last: 'prepare',
    },
    {
      name: 'for an answer where only subscriptions are carried',
      body: { query: '{ me }' },
      more: {
        carries: OperationTypeNode.SUBSCRIPTION,
        listener: { signal: new AbortController().signal },
      },
      code: 'BAD_REQUEST',
      last: 'prepare',
    },
  ];
  test.each(refused)(
    '$name is refused before anything is charged for it, and its refusal is',
    async ({ body = {}, more, status = 400, code, isGraphqlFault = false, last }) => {
      const answer = await answerOf(requestOf(body, more));
      expect(answer).toMatchObject({ status, codes: [code], isGraphqlFault, refused: [{}] });
      expect(happened.slice(-2)).toEqual([last, `charge refusal ${VIEWER.did}`]);
    },
  );

  test('that cannot be read is refused with the status that was thrown, and costs its caller nothing', async () => {
    const read = (): never => {
      throw refusal(COMMON.BAD_USER_INPUT.raise('No.'), 415, { 'accept-encoding': 'br' });
    };
    const answer = await answerOf(requestOf({}, { read }));
    const headers = { 'accept-encoding': 'br' };
    expect(answer).toMatchObject({ status: 415, headers, codes: ['BAD_USER_INPUT'], isGraphqlFault: false });
    expect(happened).toEqual(['enter nobody']);
  });

  test('that is to come again later costs nothing', async () => {
    const identify = () => Promise.reject(COMMON.PROJECTION_BEHIND.raise('Later.'));
    expect(await answerOf(requestOf({ query: '{ me }' }), { identity: { identify } })).toMatchObject({
      codes: ['PROJECTION_BEHIND'],
    });
    expect(happened).toEqual(['enter nobody', 'read']);
  });

  test('on which we fail is answered with 500 and no word of why, and costs nothing more', async () => {
    const execute = () => Promise.reject(new Error('secret'));
    const subscribe = () => Promise.reject(new Error('secret'));
    const answer = await answerOf(requestOf({ query: '{ me }' }), { engine: { execute, subscribe } });
    expect(answer).toMatchObject({ status: 500, codes: ['INTERNAL_SERVER_ERROR'], isGraphqlFault: false });
    expect(String(answer.body)).not.toContain('secret');
    expect(happened.at(-1)).toBe('charge 0');
  });

  test('whose answer is too long hears so, with the status of what was done', async () => {
    const data = AnswerText.ofText(`{"me":"${'x'.repeat(200)}"}`);
    const execute = () => Promise.resolve({ data, errors: [] });
    const subscribe = () => Promise.reject(new Error('not asked'));
    const answer = await answerOf(requestOf({ query: '{ me }' }), { engine: { execute, subscribe } });
    expect(answer).toMatchObject({ status: 200, codes: ['ANSWER_TOO_LARGE'] });
    expect(happened.at(-1)).toBe('charge 0');
  });

  test('to subscribe becomes a stream where somebody listens', async () => {
    const listener = { signal: new AbortController().signal };
    const outcome = await pipelineOf().run(requestOf({ query: 'subscription S { gone }' }, { listener }));
    expect(outcome).toMatchObject({
      kind: 'stream',
      viewer: VIEWER,
      told: { type: 'subscription', name: 'S' },
    });
  });
});
