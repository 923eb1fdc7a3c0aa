import { describe, expect, test } from '@jest/globals';
import { PassportIssuer } from '../../../gateway/identity/passportIssuer.js';
import { standingSessions } from '../../../gateway/identity/standingSessions.js';
import { PassportReader } from '../../../subgraphs/kit/identity/passportReader.js';
import type { SubgraphAnswer, SubgraphRequest } from '../../../subgraphs/kit/wire/transport.js';
import { DID, memoryKeys } from '../support/toys.js';

const VIEWER = { did: DID, sessionId: 'ses_1', expiresAt: 0 };
const refused = (code?: string): SubgraphAnswer => ({
  errors: [{ message: 'no', ...(code && { extensions: { code } }) }],
});

describe('whether a session stands', () => {
  const keys = memoryKeys();
  const passports = new PassportIssuer(keys.signing('gateway/passport', 'es256').privateKey);
  const reader = new PassportReader('membership', () => keys.pinned('gateway/passport'));

  function asking(answer: (request: SubgraphRequest) => Promise<SubgraphAnswer>) {
    return standingSessions({ membership: { execute: answer }, passports, timeoutMs: 1_000 })(VIEWER);
  }

  test('is asked as a mutation with a passport of that session, bound to the question', async () => {
    const seen: unknown[] = [];
    await asking((request) => {
      const { sub, sid, bh } = reader.claimsOf(request);
      seen.push({ sub, sid, bound: bh !== undefined, isMutation: request.query.startsWith('mutation') });
      return Promise.resolve({ data: { __typename: 'Mutation' } });
    });
    expect(seen).toEqual([{ sub: DID, sid: 'ses_1', bound: true, isMutation: true }]);
  });

  const refusals = [
    {
      name: 'it has ended',
      answer: () => Promise.resolve(refused('UNAUTHENTICATED')),
      code: 'UNAUTHENTICATED',
    },
    {
      name: 'membership is away',
      answer: () => Promise.reject(new Error('ECONNREFUSED')),
      code: 'IDENTITY_UNAVAILABLE',
    },
    {
      name: 'its database is away',
      answer: () => Promise.resolve(refused('SERVICE_UNAVAILABLE')),
      code: 'IDENTITY_UNAVAILABLE',
    },
    { name: 'an answer has no code', answer: () => Promise.resolve(refused()), code: 'IDENTITY_UNAVAILABLE' },
  ];
  test.each(refusals)('is denied where $name', async ({ answer, code }) => {
    await expect(asking(answer)).rejects.toMatchObject({ code });
  });

  test('is denied where no membership runs', async () => {
    const require = standingSessions({ membership: undefined, passports, timeoutMs: 1_000 });
    await expect(require(VIEWER)).rejects.toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
  });
});
