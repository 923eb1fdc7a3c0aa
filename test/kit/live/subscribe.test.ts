import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once, setMaxListeners } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { serve } from '../../../subgraphs/kit/http/http.js';
import type { RunningServer } from '../../../subgraphs/kit/http/http.js';
import { streamRoute } from '../../../subgraphs/kit/live/streamRoute.js';
import { subscriptionsTo } from '../../../subgraphs/kit/live/subscribeRemote.js';
import type { RemoteSubscriptions } from '../../../subgraphs/kit/live/subscribeRemote.js';
import type { SubgraphAnswer } from '../../../subgraphs/kit/wire/transport.js';
import { startTestService, until } from '../../support/testService.js';
import type { TestService } from '../../support/testService.js';
import { startToy } from '../../support/toyService.js';

const CHANGED = 'subscription Watch($id: ID!) { noteChanged(id: $id) { id text } }';
const MEMBER = 'did:key:zMember';
const STRANGER = 'did:key:zStranger';
const logger = pino({ level: 'silent' });

describe('a subscription to a subgraph', () => {
  let toy: TestService;
  let stop: AbortController;
  const cooperative = newId('coop');
  const memberId = newId('mem');
  let note: string;

  const stand = (standing: string) =>
    toy.tell('membership', cooperative, 'StandingChanged', {
      standing: { memberId, did: MEMBER, standing, roles: [], keys: [] },
    });
  const write = async (text: string) => {
    const mutation = 'mutation ($c: ID!, $t: String!) { writeNote(cooperative: $c, text: $t) { id } }';
    const { data } = await toy.ask(MEMBER, mutation, { c: cooperative, t: text });
    return (data as { writeNote: { id: string } }).writeNote.id;
  };
  const rewrite = (id: string, text: string) =>
    toy.ask(MEMBER, 'mutation ($id: ID!, $t: String!) { rewriteNote(id: $id, text: $t) { id } }', {
      id,
      t: text,
    });
  const watch = (did: string | undefined, id: string, claims = {}, query = CHANGED) =>
    toy.subscribe(did, query, { variables: { id }, signal: stop.signal, claims });
  const codesOf = (answer: SubgraphAnswer | void) =>
    (answer?.errors ?? []).map(({ extensions }) => extensions?.code);
  /** The next answer whose text is that one: a change may be told of twice. */
  async function textIs(
    answers: AsyncGenerator<SubgraphAnswer>,
    text: string | null,
  ): Promise<SubgraphAnswer> {
    for (;;) {
      const { value, done } = await answers.next();
      if (done) throw new Error(`it ended before it said ${text}`);
      const { noteChanged } = value.data as { noteChanged: { text: string | null } };
      if (noteChanged.text === text) return value;
    }
  }

  beforeAll(async () => {
    toy = await startTestService(startToy, 'governance', { environment: { SUBSCRIPTIONS_MAX: '20' } });
    await stand('ADMITTED');
  });
  afterAll(() => toy.stop());
  beforeEach(async () => {
    stop = new AbortController();
    setMaxListeners(0, stop.signal);
    note = await write('one');
  });
  afterEach(() => stop.abort());

  it('answers as things stand, and again as they change', async () => {
    const answers = watch(MEMBER, note);
    expect((await answers.next()).value).toEqual({ data: { noteChanged: { id: note, text: 'one' } } });
    await rewrite(note, 'two');
    await textIs(answers, 'two');
    await rewrite(note, 'three');
    await textIs(answers, 'three');
  });

  it('reads afresh, so that who is late sees the last of many changes', async () => {
    const answers = watch(MEMBER, note);
    await answers.next();
    for (const text of ['a', 'b', 'c', 'd']) await rewrite(note, text);
    await textIs(answers, 'd');
  });

  it('hears of what another copy of the service placed', async () => {
    const answers = watch(MEMBER, note);
    await answers.next();
    await toy.sql('update note set text = $2 where id = $1', [note, 'elsewhere']);
    await rewrite(note, 'elsewhere too');
    await textIs(answers, 'elsewhere too');
  });

  it('asks for each answer anew what its viewer may see', async () => {
    const answers = watch(MEMBER, note);
    await textIs(answers, 'one');
    await stand('SUSPENDED');
    await rewrite(note, 'secret');
    const refused = await textIs(answers, null);
    expect(codesOf(refused)).toEqual(['FORBIDDEN']);
    await stand('ADMITTED');
    await rewrite(note, 'open');
    await textIs(answers, 'open');
  });

  it.each([
    ['a stranger', STRANGER, ['FORBIDDEN']],
    ['nobody', undefined, ['UNAUTHENTICATED']],
  ])('shows %s what they may see and no more', async (_, did, codes) => {
    const { value } = await watch(did, note, did ? {} : { tex: undefined }).next();
    expect((value as SubgraphAnswer).data).toEqual({ noteChanged: { id: note, text: null } });
    expect(codesOf(value)).toEqual(codes);
  });

  const refusals: [string, () => AsyncGenerator<SubgraphAnswer>, string][] = [
    ['for something that is not there', () => watch(MEMBER, newId('not')), 'NOT_FOUND'],
    ['without a passport', () => watch(MEMBER, note, { aud: 'data' }), 'PASSPORT_INVALID'],
    [
      'whose passport does not say until when',
      () => watch(MEMBER, note, { tex: undefined }),
      'PASSPORT_INVALID',
    ],
    ['that is none', () => watch(MEMBER, note, {}, 'query Q { note(id: "x") { id } }'), 'BAD_USER_INPUT'],
    ['that is no GraphQL', () => watch(MEMBER, note, {}, 'subscription {'), 'GRAPHQL_PARSE_FAILED'],
    [
      'for a field that there is not',
      () => watch(MEMBER, note, {}, 'subscription { noneChanged }'),
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'whose variable is missing',
      () => toy.subscribe(MEMBER, CHANGED, { signal: stop.signal }),
      'BAD_USER_INPUT',
    ],
    ['with a token that has expired', () => watch(MEMBER, note, { tex: 1 }), 'TOKEN_EXPIRED'],
  ];
  it.each(refusals)('%s is refused, and that is its end', async (_, open, code) => {
    const answers = open();
    const { value } = await answers.next();
    expect(codesOf(value)).toEqual([code]);
    expect((value as SubgraphAnswer).data ?? null).toBeNull();
    expect((await answers.next()).done).toBe(true);
  });

  it('is not asked for as if it were a query', async () => {
    expect((await toy.ask(MEMBER, CHANGED, { id: note })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('ends with the token, and says so', async () => {
    const answers = watch(MEMBER, note, { tex: Math.floor(Date.now() / 1_000) + 2 });
    await answers.next();
    const last = await answers.next();
    expect(codesOf(last.value)).toEqual(['TOKEN_EXPIRED']);
    expect((await answers.next()).done).toBe(true);
  });

  it('ends without a word when its reader leaves, also while it waits', async () => {
    const answers = watch(MEMBER, note);
    await answers.next();
    const waiting = answers.next();
    stop.abort();
    expect((await waiting).done).toBe(true);
  });

  it('is refused to one more than the service holds', async () => {
    const open = Array.from({ length: 20 }, () => watch(MEMBER, note));
    await Promise.all(open.map((answers) => answers.next()));
    expect(codesOf((await watch(MEMBER, note).next()).value)).toEqual(['SUBSCRIPTIONS_EXCEEDED']);
  });

  describe('over HTTP', () => {
    let port: number;
    let server: RunningServer;
    let remote: RemoteSubscriptions;
    const open = async () => {
      server = await serve([streamRoute(toy.service.subscribe)], '127.0.0.1', port, (error) =>
        logger.error(error),
      );
    };

    beforeAll(async () => {
      const free = createServer().listen(0, '127.0.0.1');
      await once(free, 'listening');
      ({ port } = free.address() as AddressInfo);
      await new Promise((closed) => free.close(closed));
      await open();
      remote = subscriptionsTo(`http://127.0.0.1:${port}`);
    });
    afterAll(async () => {
      await remote.close();
      await server.stop();
    });

    const watchRemotely = (did: string | undefined, id: string, claims = {}) =>
      toy.subscribe(did, CHANGED, { variables: { id }, signal: stop.signal, claims, via: remote.subscribe });

    it('answers the same', async () => {
      const answers = watchRemotely(MEMBER, note);
      expect((await answers.next()).value).toEqual({ data: { noteChanged: { id: note, text: 'one' } } });
      await rewrite(note, 'two\n\ndata: three');
      await textIs(answers, 'two\n\ndata: three');
    });

    it.each([
      ['for something that is not there', () => watchRemotely(MEMBER, newId('not')), 'NOT_FOUND'],
      ['without a passport', () => watchRemotely(MEMBER, note, { aud: 'data' }), 'PASSPORT_INVALID'],
      ['with a token that has expired', () => watchRemotely(MEMBER, note, { tex: 1 }), 'TOKEN_EXPIRED'],
    ])('%s is refused', async (_, start, code) => {
      const answers = start();
      expect(codesOf((await answers.next()).value)).toEqual([code]);
      expect((await answers.next()).done).toBe(true);
    });

    it('lets go of the service when its reader leaves', async () => {
      const answers = watchRemotely(MEMBER, note);
      await answers.next();
      const waiting = answers.next();
      stop.abort();
      expect((await waiting.catch(() => ({ done: true }))).done).toBe(true);
      stop = new AbortController();
      setMaxListeners(0, stop.signal);
      await Promise.all(Array.from({ length: 19 }, () => watch(MEMBER, note).next()));
      await until(async () => {
        const { value } = await watch(MEMBER, note).next();
        return codesOf(value).length === 0;
      }, 'the last place to be free');
    });

    it('tells an interruption from an end', async () => {
      const answers = watchRemotely(MEMBER, note);
      await answers.next();
      const waiting = answers.next().then(
        ({ done }) => done,
        () => true,
      );
      const stopped = server.stop();
      stop.abort();
      await Promise.all([stopped, waiting]);
      stop = new AbortController();
      await expect(watchRemotely(MEMBER, note).next()).rejects.toThrow();
      await open();
      expect((await watchRemotely(MEMBER, note).next()).done).toBe(false);
    });
  });
});
