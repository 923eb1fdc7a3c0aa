import { describe, expect, it } from '@jest/globals';

import { GraphQLClient } from '../../../wallet/client/graphqlClient.js';
import { call, mutation, perform, performAll } from '../../../wallet/client/mutation.js';
import { Positions } from '../../../wallet/client/positions.js';
import { Session, answerChallenge } from '../../../wallet/client/session.js';
import type { Challenge } from '../../../wallet/operations/signIn.js';
import { newSigningKey, verifyJson } from '../../../wallet/keys/signingKey.js';
import { statement } from '../../../wallet/keys/statements.js';

interface Sent {
  headers: Record<string, string>;
  body: { query: string; variables: Record<string, unknown> };
}

type Reply = { status?: number; json: unknown } | Error;

const refusal = (code: string, data: unknown = null): Reply => ({
  json: { data, errors: [{ message: 'No.', extensions: { code } }] },
});

/** A gateway that gives the prepared replies in order, the last one for ever, and keeps what it was sent. */
function gateway(...replies: (Reply | ((sent: Sent) => Reply))[]) {
  const sent: Sent[] = [];
  const pauses: number[] = [];
  const fetch = async (_url: unknown, init?: RequestInit) => {
    const request = {
      headers: init?.headers as Record<string, string>,
      body: JSON.parse(init?.body as string) as Sent['body'],
    };
    sent.push(request);
    const next = replies[Math.min(sent.length, replies.length) - 1]!;
    const reply = typeof next === 'function' ? next(request) : next;
    if (reply instanceof Error) throw reply;
    return new Response(typeof reply.json === 'string' ? reply.json : JSON.stringify(reply.json), {
      status: reply.status ?? 200,
    });
  };
  const pause = async (ms: number) => {
    pauses.push(ms);
  };
  return {
    sent,
    pauses,
    options: { url: 'http://gateway/graphql', fetch: fetch as typeof globalThis.fetch, pause },
  };
}

const done: Reply = { json: { data: { ok: true } } };
const position = (entry: string, service = 'data', cooperative = 'coop_1') => ({
  service,
  cooperative,
  entry,
});

describe('the client', () => {
  it('asks again while a projection lags, waiting longer each time', async () => {
    const { sent, pauses, options } = gateway(
      refusal('PROJECTION_BEHIND'),
      refusal('PROJECTION_BEHIND'),
      done,
    );
    expect(await new GraphQLClient(options).execute('{ ok }')).toEqual({ ok: true });
    expect(sent).toHaveLength(3);
    expect(pauses).toEqual([100, 200]);
  });

  it('gives up after eight attempts', async () => {
    const { sent, pauses, options } = gateway(refusal('PROJECTION_BEHIND'));
    await expect(new GraphQLClient(options).execute('{ ok }')).rejects.toMatchObject({
      code: 'PROJECTION_BEHIND',
    });
    expect(sent).toHaveLength(8);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(5_000);
  });

  it.each([
    { name: 'a refusal', document: 'mutation { a }', reply: refusal('FORBIDDEN'), code: 'FORBIDDEN' },
    {
      name: 'a mutation of which a part was done',
      document: 'mutation { a b }',
      reply: refusal('PROJECTION_BEHIND', { a: 1, b: null }),
      code: 'PROJECTION_BEHIND',
    },
    {
      name: 'two failures of which one is final',
      document: '{ a b }',
      reply: {
        json: {
          errors: [
            { message: '', extensions: { code: 'PROJECTION_BEHIND' } },
            { message: '', extensions: { code: 'NOT_FOUND' } },
          ],
        },
      },
      code: 'PROJECTION_BEHIND',
    },
    {
      name: 'an answer that is no JSON',
      document: '{ a }',
      reply: { json: '<html>', status: 502 },
      code: 'UNKNOWN',
    },
    { name: 'an empty answer', document: '{ a }', reply: { json: {} }, code: 'UNKNOWN' },
  ])('does not repeat $name', async ({ document, reply, code }) => {
    const { sent, options } = gateway(reply, done);
    await expect(new GraphQLClient(options).execute(document)).rejects.toMatchObject({ code });
    expect(sent).toHaveLength(1);
  });

  it.each(['refused', 'always'] as const)(
    'repeats a lagging mutation that may be repeated: %s',
    async (repeat) => {
      const { options } = gateway(refusal('PROJECTION_BEHIND'), done);
      expect(await new GraphQLClient(options).execute('mutation { a }', {}, { repeat })).toEqual({
        ok: true,
      });
    },
  );

  it.each([429, 503])('repeats what was answered with %d', async (status) => {
    const { options } = gateway({ json: '', status }, done);
    expect(await new GraphQLClient(options).execute('mutation { a }')).toEqual({ ok: true });
  });

  it('repeats after a broken connection only what may be repeated', async () => {
    const broken = new TypeError('fetch failed');
    await expect(new GraphQLClient(gateway(broken, done).options).execute('mutation { a }')).rejects.toThrow(
      broken,
    );
  });

  it('keeps what a partly refused mutation did, with its data', async () => {
    const { options } = gateway(refusal('FORBIDDEN', { a: 1, b: null }));
    await expect(new GraphQLClient(options).execute('mutation { a b }')).rejects.toMatchObject({
      data: { a: 1, b: null },
    });
  });

  it('sends its last position in each journal with what it asks next', async () => {
    const answer = (journalPosition: unknown): Reply => ({
      json: { data: {}, extensions: { journalPosition } },
    });
    const { sent, options } = gateway(
      answer(position('jrn_1')),
      answer([position('jrn_2'), position('jrn_3', 'payouts')]),
      answer(undefined),
    );
    const client = new GraphQLClient(options);
    for (let time = 0; time < 3; time += 1) await client.execute('mutation { a }');
    expect(sent.map(({ headers }) => headers['journal-position'])).toEqual([
      undefined,
      'data:jrn_1',
      'data:jrn_2,payouts:jrn_3',
    ]);
  });
});

const castBallot = mutation<{ choice: string }, { id: string }>('castBallot', 'id', { repeatable: true });
const admitMember = mutation<{ member: string }, { id: string }>('admitMember', 'id');

describe('several calls', () => {
  it('go in one request, each with its input, and come back in their order', async () => {
    const { sent, options } = gateway({ json: { data: { call1: { id: 'blt_2' }, call0: { id: 'blt_1' } } } });
    const calls = [call(castBallot, { choice: 'a' }), call(castBallot, { choice: 'b' })];
    expect(await performAll(new GraphQLClient(options), calls)).toEqual([{ id: 'blt_1' }, { id: 'blt_2' }]);
    expect(sent[0]!.body.variables).toEqual({ call0: { choice: 'a' }, call1: { choice: 'b' } });
    expect(sent[0]!.body.query).toContain('call1: castBallot(input: $call1) { id }');
    expect(sent[0]!.body.query).toContain('$call1: CastBallotInput!');
  });

  it('of none ask nothing', async () => {
    const { sent, options } = gateway(done);
    expect(await performAll(new GraphQLClient(options), [])).toEqual([]);
    expect(sent).toHaveLength(0);
  });

  it('are repeated together only if each of them may be', async () => {
    const lagging = () => gateway(refusal('PROJECTION_BEHIND'), { json: { data: { call0: {}, call1: {} } } });
    const ballot = call(castBallot, { choice: 'a' });
    const twice = lagging();
    await performAll(new GraphQLClient(twice.options), [ballot, ballot]);
    expect(twice.sent).toHaveLength(2);
    const mixed = lagging();
    await expect(
      performAll(new GraphQLClient(mixed.options), [ballot, call(admitMember, { member: 'mem_1' })]),
    ).rejects.toMatchObject({ code: 'PROJECTION_BEHIND' });
    expect(mixed.sent).toHaveLength(1);
  });

  it('one alone is repeated after a refusal, for then it was not done', async () => {
    const { options } = gateway(refusal('PROJECTION_BEHIND'), { json: { data: { call0: { id: 'mem_1' } } } });
    expect(await perform(new GraphQLClient(options), admitMember, { member: 'mem_1' })).toEqual({
      id: 'mem_1',
    });
  });
});

describe('positions', () => {
  it('stay few, the latest ones', () => {
    const positions = new Positions();
    for (let coop = 0; coop < 40; coop += 1)
      positions.remember(position(`jrn_${coop}`, 'data', `coop_${coop}`));
    expect(positions.header()?.split(',')).toHaveLength(12);
    expect(positions.header()).toContain('jrn_39');
  });

  it.each([null, 7, 'jrn_1', {}, { service: 'data', entry: 1, cooperative: 'c' }])('ignore %j', (value) => {
    const positions = new Positions();
    positions.remember(value);
    expect(positions.header()).toBeUndefined();
  });

  it('can follow those of somebody else', () => {
    const steward = new Positions();
    steward.remember(position('jrn_9', 'membership'));
    const member = new Positions();
    member.follow(steward);
    expect(member.header()).toBe('membership:jrn_9');
  });
});

const key = newSigningKey();
const challenge: Challenge = {
  audience: 'http://gateway',
  did: key.did,
  nonce: 'n1',
  expiresAt: '2026-01-01T00:05:00.000Z',
};
const tokens = (name: string, lifeMs: number) => ({
  accessToken: `access-${name}`,
  refreshToken: `refresh-${name}`,
  expiresAt: new Date(Date.now() + lifeMs).toISOString(),
});

describe('signing in', () => {
  it('signs exactly the challenge', () => {
    const answer = answerChallenge(key, challenge, challenge.audience);
    expect(verifyJson(statement('SignIn', { ...challenge }), answer.signature, answer.key)).toBe(true);
  });

  it.each([
    { name: 'another DID', given: { ...challenge, did: newSigningKey().did } },
    { name: 'another gateway', given: { ...challenge, audience: 'http://phisher' } },
  ])('does not answer a challenge for $name', ({ given }) => {
    expect(() => answerChallenge(key, given, 'http://gateway')).toThrow(
      expect.objectContaining({ code: 'CHALLENGE_INVALID' }),
    );
  });

  const signedIn = async (lifeMs: number, refreshed: Reply) => {
    const served = gateway(
      { json: { data: { call0: challenge } } },
      { json: { data: { call0: tokens('first', lifeMs) } } },
      refreshed,
    );
    const session = await Session.signIn(new GraphQLClient(served.options), key);
    return { session, ...served };
  };

  it('keeps a token while it lives', async () => {
    const { session, sent } = await signedIn(900_000, done);
    expect(await session.accessToken()).toBe('access-first');
    expect(sent).toHaveLength(2);
  });

  it('renews a token that is about to end, once for all who wait', async () => {
    const next: Reply = { json: { data: { call0: tokens('second', 900_000) } } };
    const { session, sent } = await signedIn(1_000, next);
    const got = await Promise.all([session.accessToken(), session.accessToken(), session.accessToken()]);
    expect(got).toEqual(['access-second', 'access-second', 'access-second']);
    expect(sent).toHaveLength(3);
    expect(sent[2]!.body.variables.call0).toEqual({ refreshToken: 'refresh-first' });
  });

  it('says so when the session cannot be renewed', async () => {
    const { session } = await signedIn(1_000, refusal('UNAUTHENTICATED'));
    await expect(session.accessToken()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
