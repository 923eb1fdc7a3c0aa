import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import { verifyPassport } from '../../../subgraphs/kit/identity/passport.js';
import type { Checkpoint, LogEntry, LogPort, LogQuery } from '../../../subgraphs/kit/journal/logPort.js';
import { DID, memoryKeys, startToyGateway } from '../support/toys.js';
import type { ToyGateway } from '../support/toys.js';
import { village } from '../support/village.js';

const keys = memoryKeys();
const HEAD: Checkpoint = {
  origin: 'toy/coop_1',
  size: 3n,
  root: 'cm9vdA==',
  note: 'toy/coop_1\n3\ncm9vdA==\n\n— sig\n',
  recordedAt: new Date(0),
};

const entryId = (n: number): string => `jrn_01h455vb4pex5vsknk084sn0${n.toString().padStart(2, '0')}`;

function entry(service: string, n: number): LogEntry {
  return {
    service,
    cooperative: 'coop_1',
    entryId: entryId(n),
    index: BigInt(n),
    type: 'Happened',
    actorRole: 'MEMBER',
    recordedAt: new Date(n * 1_000),
    leafHash: 'ab'.repeat(32),
    leaf: { type: 'Happened', n },
    opening: null,
  };
}

let asked: { query: LogQuery; passport: string }[] = [];
let broken = false;

function toyLog(service: string, entries: LogEntry[]): Partial<LogPort> {
  return {
    entries(query, passport) {
      if (broken) return Promise.reject(new Error('connect ECONNREFUSED secret'));
      asked.push({ query, passport });
      const claims = verifyPassport(passport, keys.pinned('gateway/passport')!, service);
      if (query.subject && claims.sub !== DID) throw COMMON.FORBIDDEN.raise('Not for you.');
      const shown = entries.filter(
        (one) => query.cooperative === 'coop_1' && one.entryId > (query.after ?? ''),
      );
      const opened = shown.map((one) =>
        claims.sub === DID ? { ...one, opening: { values: { memberId: 'mem_1' }, salts: {} } } : one,
      );
      return Promise.resolve({
        entries: opened.slice(0, query.first),
        hasNextPage: opened.length > query.first,
      });
    },
    checkpoint: (cooperative) => Promise.resolve(cooperative === 'coop_1' ? HEAD : null),
    inclusionProof(_, index) {
      if (index > 2n) throw COMMON.NOT_FOUND.raise('No such leaf.');
      return Promise.resolve({
        index,
        size: 3n,
        leafHash: 'ab'.repeat(32),
        hashes: ['aA=='],
        checkpoint: HEAD,
      });
    },
    consistencyProof: (_, from, to) => Promise.resolve({ from, to, hashes: ['aA=='] }),
  };
}

let gateway: ToyGateway;
beforeAll(async () => {
  const { membership, governance } = village(keys, {
    membership: toyLog('membership', [entry('membership', 1), entry('membership', 4)]),
    governance: toyLog('governance', [entry('governance', 2), entry('governance', 3)]),
  });
  // The other two have no journal in this toy.
  const others = (['data', 'payouts'] as const).map((name) => ({
    ...governance,
    name,
    log: { ...governance.log, ...toyLog(name, []) },
    sdl: () => Promise.resolve(`type Query { ${name}Here: Boolean }`),
  }));
  gateway = await startToyGateway(keys, [membership, governance, ...others]);
});
afterAll(() => gateway.stop());
beforeEach(() => {
  asked = [];
  broken = false;
});

const TRAIL = `query ($first: Int, $after: ID, $service: Service, $subject: ID) {
  auditTrail(cooperative: "coop_1", first: $first, after: $after, service: $service, subject: $subject) {
    edges { cursor } nodes { service index recordedAt leaf opening } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount
  }
}`;

interface TrailAnswer {
  edges: { cursor: string }[];
  nodes: { service: string; index: string; opening: unknown }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
}

async function trail(variables: object, headers = {}): Promise<TrailAnswer> {
  const { body } = await gateway.ask(TRAIL, variables, headers);
  expect(body.errors).toBeUndefined();
  return body.data!.auditTrail as TrailAnswer;
}

const shown = ({ nodes }: TrailAnswer): string[] => nodes.map(({ service, index }) => `${service} ${index}`);

describe('the audit trail', () => {
  test('merges the journals, page after page', async () => {
    const one = await trail({ first: 3 });
    expect(shown(one)).toEqual(['MEMBERSHIP 1', 'GOVERNANCE 2', 'GOVERNANCE 3']);
    expect(one.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const two = await trail({ first: 3, after: one.pageInfo.endCursor });
    expect(shown(two)).toEqual(['MEMBERSHIP 4']);
    expect(two.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test('goes on behind any entry, not only behind a page', async () => {
    const { edges } = await trail({ first: 4 });
    expect(shown(await trail({ after: edges[1]!.cursor }))).toEqual(['GOVERNANCE 3', 'MEMBERSHIP 4']);
  });

  test('of one service asks that one alone', async () => {
    expect(shown(await trail({ service: 'GOVERNANCE' }))).toEqual(['GOVERNANCE 2', 'GOVERNANCE 3']);
    expect(asked).toHaveLength(1);
  });

  test('opens entries as each service judges by a passport of its own', async () => {
    const anonymous = await trail({});
    expect(anonymous.nodes.map(({ opening }) => opening)).toEqual([null, null, null, null]);
    const signedIn = await trail({}, { authorization: `Bearer ${gateway.issuer.token()}` });
    expect(signedIn.nodes[0]?.opening).toEqual({ values: { memberId: 'mem_1' }, salts: {} });
    expect(new Set(asked.map(({ passport }) => passport)).size).toBe(asked.length);
  });

  test('refuses with what the service refuses with', async () => {
    const { codes, body } = await gateway.ask(TRAIL, { subject: 'mem_1' });
    expect(codes).toEqual(['FORBIDDEN']);
    expect(body.errors?.[0]).toMatchObject({ path: ['auditTrail'], extensions: { service: 'log' } });
  });

  test('says that a journal cannot be reached, and nothing of why', async () => {
    broken = true;
    const { codes, body } = await gateway.ask(TRAIL);
    expect(codes).toEqual(['SUBGRAPH_UNAVAILABLE']);
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  test.each([
    ['a cursor of another list', '{ auditTrail(after: "bm90IG91cnM") { totalCount } }', 'BAD_USER_INPUT'],
    ['a co-op that is none', '{ auditTrail(cooperative: "mem_1") { totalCount } }', 'BAD_USER_INPUT'],
    ['too large a page', '{ auditTrail(first: 101) { totalCount } }', 'PAGE_SIZE_INVALID'],
  ])('refuses %s', async (_, query, code) => {
    expect((await gateway.ask(query)).codes).toEqual([code]);
  });

  test('without a co-op is that of the platform', async () => {
    await gateway.ask('{ auditTrail { totalCount } }');
    expect(new Set(asked.map(({ query }) => query.cooperative))).toEqual(new Set(['coop_platform']));
  });
});

describe('the proofs', () => {
  const head = 'service cooperative origin size root note recordedAt';

  test('are those of the service', async () => {
    const { body } = await gateway.ask(`{
      checkpoint(service: DATA, cooperative: "coop_1") { ${head} }
      inclusionProof(service: DATA, cooperative: "coop_1", index: "2") { service index size leafHash hashes checkpoint { root } from }
      consistencyProof(service: DATA, cooperative: "coop_1", from: "1", to: "3") { cooperative from size hashes index checkpoint { root } }
    }`);
    expect(body).toEqual({
      data: {
        checkpoint: {
          service: 'DATA',
          cooperative: 'coop_1',
          origin: HEAD.origin,
          size: '3',
          root: HEAD.root,
          note: HEAD.note,
          recordedAt: '1970-01-01T00:00:00.000Z',
        },
        inclusionProof: {
          service: 'DATA',
          index: '2',
          size: '3',
          leafHash: 'ab'.repeat(32),
          hashes: ['aA=='],
          checkpoint: { root: HEAD.root },
          from: null,
        },
        consistencyProof: {
          cooperative: 'coop_1',
          from: '1',
          size: '3',
          hashes: ['aA=='],
          index: null,
          checkpoint: null,
        },
      },
    });
  });

  test('come with the keys of all four logs', async () => {
    const { body } = await gateway.ask(
      '{ logKeys(cooperative: "coop_1") { service cooperative verifierKey } }',
    );
    const services = ['MEMBERSHIP', 'GOVERNANCE', 'DATA', 'PAYOUTS'];
    const verifierKey = 'toy/coop_1+00000000+key';
    expect(body.data?.logKeys).toEqual(
      services.map((service) => ({ service, cooperative: 'coop_1', verifierKey })),
    );
  });

  test.each([
    ['an empty log', '{ checkpoint(service: DATA, cooperative: "coop_2") { size } }', 'NOT_FOUND'],
    [
      'a leaf that is not there',
      '{ inclusionProof(service: DATA, cooperative: "coop_1", index: "3") { size } }',
      'NOT_FOUND',
    ],
    [
      'a leaf before the first',
      '{ inclusionProof(service: DATA, cooperative: "coop_1", index: "-1") { size } }',
      'BAD_USER_INPUT',
    ],
    [
      'an index that is no number',
      '{ inclusionProof(service: DATA, cooperative: "coop_1", index: "x") { size } }',
      'BAD_USER_INPUT',
    ],
    [
      'a size below zero',
      '{ consistencyProof(service: DATA, cooperative: "coop_1", from: "-1", to: "2") { size } }',
      'BAD_USER_INPUT',
    ],
    ['a service that there is not', '{ checkpoint(service: LOG) { size } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('of %s are refused', async (_, query, code) => {
    expect((await gateway.ask(query)).codes).toEqual([code]);
  });
});
