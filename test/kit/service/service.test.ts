import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { openCheckpoint } from '../../../subgraphs/kit/domain/checkpoint.js';
import { verifyInclusion } from '../../../subgraphs/kit/domain/merkleProof.js';
import { LocalPassport } from '../../../subgraphs/kit/identity/localPassport.js';
import { bodyHash, signPassport } from '../../../subgraphs/kit/identity/passport.js';
import { readSettings, settingsSchema } from '../../../subgraphs/kit/settings.js';
import { createLogger } from '../../../subgraphs/kit/observability/logger.js';
import { routesOf } from '../../../subgraphs/kit/wire/procedures.js';
import { ServiceMetrics } from '../../../subgraphs/kit/service/serviceMetrics.js';
import { sweepEndedSessions } from '../../../subgraphs/kit/store/endedSessions.js';
import { PLATFORM } from '../../../subgraphs/kit/store/scope.js';
import { startTestService, until } from '../../support/testService.js';
import type { MemoryFeed } from '../../support/memoryFeed.js';
import type { TestService } from '../../support/testService.js';
import { startToy } from '../../support/toyService.js';

const WRITE = 'mutation ($c: ID!, $t: String!) { writeNote(cooperative: $c, text: $t) { id text } }';
const READ = 'query ($id: ID!) { note(id: $id) { id text } }';

describe('a service made with the kit', () => {
  let toy: TestService;
  const cooperative = newId('coop');
  const other = newId('coop');
  const standing = (memberId: string, did: string, state = 'ADMITTED') => ({
    standing: { memberId, did, standing: state, roles: [], keys: [] },
  });

  beforeAll(async () => {
    toy = await startTestService(startToy, 'governance');
    await toy.tell('membership', cooperative, 'MemberAdmitted', standing('mem_a', 'did:key:a'));
    await toy.tell('membership', other, 'MemberAdmitted', standing('mem_b', 'did:key:b'));
  });
  afterAll(() => toy.stop());

  it('journals a change, gives it a place, and proves that it stands there', async () => {
    const written = await toy.ask('did:key:a', WRITE, { c: cooperative, t: 'hello' });
    expect(written.codes).toEqual([]);
    const promise = written.extensions?.journalPosition as {
      entry: string;
      leafHash: string;
      cooperative: string;
    };
    const [entry] = await toy.journalled('NoteWritten');
    expect(entry).toMatchObject({ entryId: promise.entry, leafHash: promise.leafHash, cooperative });
    const proof = await toy.service.log.inclusionProof(cooperative, entry!.index);
    const checkpoint = openCheckpoint(proof.checkpoint.note, await toy.service.log.verifierKey(cooperative));
    const bytes = (text: string) => Buffer.from(text, 'base64');
    expect(
      verifyInclusion({
        leafHash: Buffer.from(promise.leafHash, 'hex'),
        index: entry!.index,
        size: checkpoint!.size,
        root: checkpoint!.root,
        hashes: proof.hashes.map(bytes),
      }),
    ).toBe(true);
  });

  it('lets a member of that co-op read what no other may', async () => {
    const { data } = await toy.ask('did:key:a', WRITE, { c: cooperative, t: 'ours' });
    const id = (data as { writeNote: { id: string } }).writeNote.id;
    expect((await toy.ask('did:key:a', READ, { id })).data.note.text).toBe('ours');
    expect((await toy.ask('did:key:b', READ, { id })).codes).toEqual(['FORBIDDEN']);
    expect((await toy.ask(undefined, READ, { id })).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('reacts to another service once, and remembers how far it read', async () => {
    await toy.tell('data', cooperative, 'Greeted', {});
    await toy.tell('data', cooperative, 'SomethingElse', {});
    expect(await toy.journalled('GreetingSeen')).toHaveLength(1);
  });

  it('takes from membership alone who may act and what time it is', async () => {
    const [{ now: before } = { now: '' }] = await toy.sql<{ now: string }>(
      'select seconds as now from clock_offset',
    );
    await toy.tell('data', cooperative, 'Greeted', standing('mem_a', 'did:key:usurper'));
    await toy.tell('data', cooperative, 'ClockAdvanced', { offsetSeconds: 1_000_000 });
    expect(await toy.sql(`select did from standing where member_id = 'mem_a'`)).toEqual([
      { did: 'did:key:a' },
    ]);
    expect(await toy.sql('select seconds as now from clock_offset')).toEqual([{ now: before }]);
  });

  it('has no rows without a tenant', async () => {
    const rows = await toy.service.store.transaction({}, (tx) => tx.query('select * from note'));
    expect(rows).toEqual([]);
  });

  it('refuses to write a row of another co-op than the transaction is of', async () => {
    const foreign = toy.service.store.transaction({ cooperative }, (tx) =>
      tx.query('insert into note (id, cooperative_id, text) values ($1, $2, $3)', ['not_x', other, 'x']),
    );
    await expect(foreign).rejects.toThrow(/row-level security/);
  });

  it('refuses a request without a passport, and a mutation whose passport was made for another', async () => {
    const headers = { passport: 'not one', 'request-id': 'test' };
    const answer = await toy.service.execute({ query: READ, variables: { id: 'x' }, headers });
    expect(answer.errors?.map((error) => error.extensions?.code)).toEqual(['PASSPORT_INVALID']);
  });

  it('takes an unsigned passport of this process for queries, and for no mutation', async () => {
    const claims = { aud: 'governance', sub: 'did:key:a', sid: 'ses_a', rid: 'test', jti: newId('jrn') };
    const localPassport = new LocalPassport(claims);
    const codes = async (query: string, variables: Record<string, unknown>) => {
      const answer = await toy.service.execute({ query, variables, headers: {}, localPassport });
      return (answer.errors ?? []).map((error) => error.extensions?.code);
    };
    expect(await codes(WRITE, { c: cooperative, t: 'unsigned' })).toEqual(['PASSPORT_INVALID']);
    expect(await codes('{ __typename }', {})).toEqual([]);
  });

  it('begins nothing that nobody waits for, and keeps the passport good', async () => {
    const variables = { c: cooperative, t: 'late' };
    const claims = { aud: 'governance', sub: 'did:key:a', sid: 'ses_a', rid: 'test', jti: newId('jrn') };
    const passport = signPassport(toy.keys.signing('gateway/passport', 'es256').privateKey, {
      ...claims,
      bh: bodyHash({ query: WRITE, variables }),
    });
    const codes = async (timeoutMs: string) => {
      const headers = { passport, 'request-id': 'test', 'timeout-ms': timeoutMs };
      const answer = await toy.service.execute({ query: WRITE, variables, headers });
      return (answer.errors ?? []).map((error) => error.extensions?.code);
    };
    expect(await codes('0')).toEqual(['DEADLINE_EXCEEDED']);
    expect(await codes('60000')).toEqual([]);
    expect(await codes('60000')).toEqual(['PASSPORT_REPLAYED']);
  });

  async function codesBehind(entry: string, timeoutMs = '60000') {
    const pos = [{ service: 'membership', entry }];
    const bh = bodyHash({ query: '{ __typename }' });
    const claims = {
      aud: 'governance',
      sub: 'did:key:a',
      sid: 'ses_a',
      rid: 'test',
      jti: newId('jrn'),
      pos,
      bh,
    };
    const passport = signPassport(toy.keys.signing('gateway/passport', 'es256').privateKey, claims);
    const headers = { passport, 'request-id': 'test', 'timeout-ms': timeoutMs };
    const answer = await toy.service.execute({ query: '{ __typename }', headers });
    return (answer.errors ?? []).map((error) => error.extensions?.code);
  }

  it('waits for its projections no longer than it is waited for', async () => {
    toy.feed('membership').positionOf = () => Promise.resolve(1_000_000n);
    const began = performance.now();
    const [code] = await codesBehind(newId('jrn'), '50');
    expect(['PROJECTION_BEHIND', 'DEADLINE_EXCEEDED']).toContain(code);
    expect(performance.now() - began).toBeLessThan(readSettings(settingsSchema, {}).PROJECTION_WAIT_MS);
    delete (toy.feed('membership') as Partial<MemoryFeed>).positionOf;
  });

  it('waits for no entry that nobody wrote', async () => {
    expect(await codesBehind(newId('jrn'))).toEqual(['BAD_USER_INPUT']);
    const { entryId } = toy.feed('membership').push(cooperative, 'SomethingElse', {});
    expect(await codesBehind(entryId)).toEqual([]);
  });

  it('tells an entry that has no place yet from one that there is not', async () => {
    expect(await toy.service.feed.positionOf(newId('jrn'), 10_000)).toBe('UNKNOWN');
    await toy.ask('did:key:a', WRITE, { c: cooperative, t: 'placed' });
    const { entryId, position } = (await toy.journal()).at(-1)!;
    const place = (at: bigint | null) =>
      toy.sql('update journal_entry set position = $2 where entry_id = $1', [entryId, at && String(at)]);
    await place(null);
    expect(await toy.service.feed.positionOf(entryId, 0)).toBeNull();
    await place(position);
    expect(await toy.service.feed.positionOf(entryId, 0)).toBe(position);
  });

  it('remembers where an entry stands, for it never moves', async () => {
    await toy.ask('did:key:a', WRITE, { c: cooperative, t: 'remembered' });
    const { entryId, position } = (await toy.journal()).at(-1)!;
    expect(await toy.service.feed.positionOf(entryId, 0)).toBe(position);
    await toy.sql('update journal_entry set position = null where entry_id = $1', [entryId]);
    expect(await toy.service.feed.positionOf(entryId, 0)).toBe(position);
    await toy.sql('update journal_entry set position = $2 where entry_id = $1', [entryId, String(position)]);
  });

  describe('a session that has ended', () => {
    const asked = async (sid: string | undefined, query: string, variables: Record<string, unknown>) => {
      const passport = signPassport(toy.keys.signing('gateway/passport', 'es256').privateKey, {
        ...{ aud: 'governance', sub: 'did:key:a', rid: 'test', jti: newId('jrn') },
        ...(sid !== undefined && { sid }),
        bh: bodyHash({ query, variables }),
      });
      const answer = await toy.service.execute({ query, variables, headers: { passport } });
      return (answer.errors ?? []).map((error) => error.extensions?.code);
    };
    const write = (sid?: string) => asked(sid, WRITE, { c: cooperative, t: 'written' });
    const ended = (ids: string[]) =>
      toy.tell('membership', PLATFORM, 'SessionsEnded', { endedSessions: { ids, keepSeconds: 1_200 } });

    it('changes nothing any more, and reads as long as its token is good', async () => {
      expect(await write('ses_one')).toEqual([]);
      await ended(['ses_zero', 'ses_one']);
      await ended(['ses_one']);
      expect(await write('ses_one')).toEqual(['UNAUTHENTICATED']);
      expect(await asked('ses_one', '{ __typename }', {})).toEqual([]);
      expect(await write('ses_two')).toEqual([]);
    });

    it('is forgotten when no token of it can be good', async () => {
      await ended(['ses_three']);
      await toy.sql(`update ended_session set forget_at = now() - interval '1 second'
        where session_id = 'ses_three'`);
      await sweepEndedSessions(toy.service.store);
      expect(await toy.sql('select session_id from ended_session order by 1')).toEqual([
        { session_id: 'ses_one' },
        { session_id: 'ses_zero' },
      ]);
    });

    it('might be any, where membership has not been heard for too long', async () => {
      const feed = toy.feed('membership');
      feed.read = () => Promise.reject(new Error('unreachable'));
      // Lets go the reader that waits.
      feed.push(cooperative, 'SomethingElse', {});
      const now = performance.now.bind(performance);
      await until(async () => {
        const later = jest.spyOn(performance, 'now').mockImplementation(() => now() + 61_000);
        try {
          return (await write('ses_two'))[0] === 'PROJECTION_BEHIND';
        } finally {
          later.mockRestore();
        }
      }, 'the service to be out of hearing');
      expect(await write('ses_two')).toEqual([]);
      delete (feed as Partial<MemoryFeed>).read;
    });
  });

  it.each(['/graphql', '/graphql/stream'])('says of a body on %s that it is none', async (path) => {
    const bodies = ['', '{', 'null', '[]', '"text"', '{}', '{"query":1}', '{"query":"{a}","variables":[]}'];
    const { service, keys } = toy;
    const metrics = new ServiceMetrics(service);
    const routes = routesOf({ service, keys, logger: createLogger('test', 'silent'), metrics });
    metrics.stop();
    const route = routes.find((one) => one.path === path)!;
    for (const body of [...bodies, '{"query":"{a}","operationName":{}}']) {
      const { status, body: answer } = await route.handle({
        method: 'POST',
        path,
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.from(body),
      });
      expect({ body, status }).toEqual({ body, status: 400 });
      expect(JSON.parse(String(answer))).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      });
    }
  });

  it('prints federation keys into the schema that the gateway composes', async () => {
    expect(await toy.service.sdl()).toMatch(/type Note @key\(fields: "id"\)/);
  });
});

describe('the clock of a demo', () => {
  it('does not outlive the demo', async () => {
    const toy = await startTestService(startToy, 'governance', { environment: { DEMO: 'true' } });
    const [database] = await toy.sql<{ name: string }>('select current_database() as name');
    await toy.setClock(-3600);
    const ownerUrl = new URL(process.env.TEST_POSTGRES_URL!);
    ownerUrl.pathname = `/${database!.name}`;
    const settings = readSettings(settingsSchema, {
      DEMO: 'false',
      DATA_DIR: toy.dataDir,
      DATABASE_ROLE_PASSWORD: 'a password of the test roles',
      LOG_LEVEL: 'silent',
    });
    await expect(startToy({ settings, keys: toy.keys, ownerUrl: ownerUrl.href })).rejects.toThrow(
      /clock was moved/,
    );
    await toy.stop();
  });
});
