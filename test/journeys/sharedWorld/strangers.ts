import { beforeAll, describe, expect, test } from '@jest/globals';
import { applicationBy } from '../../../wallet/actions/joining.js';
import { GraphQLClient } from '../../../wallet/client/graphqlClient.js';
import { RequestRefused } from '../../../wallet/client/errors.js';
import { perform, performAll } from '../../../wallet/client/mutation.js';
import { answerChallenge } from '../../../wallet/client/session.js';
import { personhoodIssuer } from '../../../wallet/credentials/personhood.js';
import { toBase64url, utf8 } from '../../../wallet/encoding/bytes.js';
import { systemRandom } from '../../../wallet/encoding/random.js';
import { newTypeId } from '../../../wallet/encoding/typeId.js';
import { newSigningKey } from '../../../wallet/keys/signingKey.js';
import { advanceClock } from '../../../wallet/operations/membership.js';
import { refreshSession, requestSignIn, signIn } from '../../../wallet/operations/signIn.js';
import { DemoPeople } from '../../support/demoPeople.js';
import type { KnownCooperative } from '../../support/demoPeople.js';
import type { Installation } from '../../support/installation.js';
import { ask } from '../../support/reading.js';

/** Whoever has no business somewhere: a neighbour's steward, a competitor, somebody who pretends to be another. */
export function describeStrangers(given: () => Installation): void {
  describe('a stranger', () => {
    let house: Installation;
    let people: DemoPeople;
    let drivers: KnownCooperative;
    /** Ids that exist in the co-op of the drivers. */
    let existing: Record<string, string>;

    beforeAll(async () => {
      house = given();
      people = new DemoPeople(house);
      drivers = people.cooperative('drivers');
      existing = await idsOf();
    });

    describe('cannot tell what is not theirs from what is not there:', () => {
      const viewers = ['anyone', 'pampa.agronomics', 'growers/steward', 'growers/member'];
      const things = [
        { kind: 'lic', read: 'licence(id: $id) { id state agreement offer { id } }' },
        { kind: 'job', read: 'computeJob(id: $id) { id state result { rows } }' },
        { kind: 'inv', read: 'invoice(id: $id) { id state amount { amountMinor } }' },
        { kind: 'lic', change: 'terminateLicence', more: { reason: 'We do not like it.' } },
        { kind: 'lic', change: 'counterOffer', more: { idempotencyKey: 'foreign' } },
        { kind: 'job', change: 'cancelComputeJob' },
        { kind: 'inv', change: 'payInvoice', more: { idempotencyKey: 'foreign' } },
        { kind: 'cns', change: 'withdrawConsent', more: { signature: 'A'.repeat(86) } },
        { kind: 'ctb', change: 'withdrawContribution' },
        { kind: 'mem', change: 'admitMember' },
        { kind: 'mem', change: 'suspendMember', more: { reason: 'We do not like them.' } },
      ];
      const argumentOf: Record<string, string> = {
        lic: 'licence',
        job: 'job',
        inv: 'invoice',
        cns: 'consent',
        ctb: 'contribution',
        mem: 'member',
      };
      const cases = things.flatMap((thing) => viewers.map((viewer) => ({ ...thing, viewer })));

      test.each(cases)('$kind by $read$change as $viewer', async ({ kind, read, change, more, viewer }) => {
        const client = viewer === 'anyone' ? people.anyone : (await people.signedIn(viewer)).client;
        const answerTo = async (id: string): Promise<string> => {
          const type = change && `${change[0]!.toUpperCase()}${change.slice(1)}Input!`;
          const answer = change
            ? outcome(client, `mutation Change($input: ${type}) { ${change}(input: $input) { id } }`, {
                input: { [argumentOf[kind]!]: id, ...more },
              })
            : outcome(client, `query Read($id: ID!) { ${read} }`, { id });
          return (await answer).replaceAll(id, 'this');
        };
        const toAbsent = await answerTo(newTypeId(kind));
        expect(await answerTo(existing[kind]!)).toBe(toAbsent);
        expect(toAbsent).toMatch(
          viewer === 'anyone' ? /UNAUTHENTICATED|NOT_FOUND|null/ : /NOT_FOUND|FORBIDDEN|null/,
        );
      });
    });

    describe('who is a steward elsewhere, a plain member, or the auditor here, cannot act as a steward:', () => {
      const acts = [
        {
          what: 'recordCost',
          input: () => ({
            cooperative: drivers.id,
            description: 'A bill of ours',
            amountMinor: '1',
            currency: 'USD',
            receiptDigest: 'ab'.repeat(32),
            idempotencyKey: 'ours',
          }),
        },
        {
          what: 'closePeriod',
          input: () => ({
            cooperative: drivers.id,
            from: '2026-01-01T00:00:00.000Z',
            until: '2026-01-02T00:00:00.000Z',
            idempotencyKey: 'ours',
          }),
        },
        { what: 'admitMembers', input: () => ({ cooperative: drivers.id, members: [existing.mem] }) },
        {
          what: 'publishOffer',
          input: () => ({
            dataset: drivers.dataset,
            terms: {
              purposes: ['dpv:AcademicResearch'],
              termDays: 1,
              price: { amount: { amountMinor: '0', currency: 'USD' }, model: 'FLAT' },
            },
          }),
        },
      ];
      const actors = ['growers/steward', 'drivers/member', 'drivers/auditor'];
      const cases = acts.flatMap((act) => actors.map((who) => ({ ...act, who })));

      test.each(cases)('$what by $who', async ({ what, input, who }) => {
        const { client } = await people.signedIn(who);
        const type = `${what[0]!.toUpperCase()}${what.slice(1)}Input!`;
        const document = `mutation Act($input: ${type}) { ${what}(input: $input) { id } }`;
        await expect(client.execute(document, { input: input() })).rejects.toMatchObject({
          code: 'FORBIDDEN',
        });
      });

      const views = [
        { what: 'the list of members', read: 'members { nodes { id } }' },
        { what: 'the accounts', read: 'accounts { nodes { balance { amountMinor } } }' },
        { what: 'the requests of buyers', read: 'licenceRequests { nodes { id } }' },
      ];
      test.each(views)('nor does the steward of a neighbour see $what', async ({ read }) => {
        const neighbour = await people.signedIn('growers/steward');
        const query = `query View($id: ID!) { cooperative(id: $id) { ${read} } }`;
        await expect(ask(neighbour, query, { id: drivers.id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
      });

      test('nor may anybody but the operator move the clock', async () => {
        for (const who of ['drivers/steward', 'data.protection.office', 'hudson.mobility.lab']) {
          const { client } = await people.signedIn(who);
          await expect(perform(client, advanceClock, { seconds: 1 })).rejects.toMatchObject({
            code: 'FORBIDDEN',
          });
        }
      });
    });

    describe('who pretends to be somebody else', () => {
      test('does not sign in with another’s challenge, nor twice with one', async () => {
        const [own, other] = [newSigningKey(), newSigningKey()];
        const challenge = await perform(people.anyone, requestSignIn, { did: own.did });
        const forged = { ...answerChallenge(other, { ...challenge, did: other.did }), did: own.did };
        await expect(perform(people.anyone, signIn, { ...forged, key: own.multibase })).rejects.toMatchObject(
          {
            code: 'SIGNATURE_INVALID',
          },
        );
        const answer = answerChallenge(own, challenge);
        await perform(people.anyone, signIn, answer);
        await expect(perform(people.anyone, signIn, answer)).rejects.toMatchObject({
          code: 'CHALLENGE_ALREADY_USED',
        });
      });

      test('and uses a copy of a refresh token ends the session for both', async () => {
        const key = newSigningKey();
        const challenge = await perform(people.anyone, requestSignIn, { did: key.did });
        const first = await perform(people.anyone, signIn, answerChallenge(key, challenge));
        const refresh = (refreshToken: string) => perform(people.anyone, refreshSession, { refreshToken });
        const second = await refresh(first.refreshToken);
        expect(second.refreshToken).not.toBe(first.refreshToken);
        await expect(refresh(first.refreshToken)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_REUSED' });
        await expect(refresh(second.refreshToken)).rejects.toMatchObject({ code: 'SESSION_ENDED' });
        await expect(refresh(toBase64url(systemRandom(32)))).rejects.toMatchObject({
          code: 'REFRESH_TOKEN_INVALID',
        });
      });

      const tokens = [
        { what: 'nonsense', make: () => 'not.a.token' },
        { what: 'a token without a signature', make: (token: string) => `${partsOf(token)[1]}.` },
        { what: 'a token that needs none', make: (token: string) => unsigned(token) },
        {
          what: 'a token for another DID',
          make: (token: string) => altered(token, { sub: newSigningKey().did }),
        },
      ];
      test.each(tokens)('and shows $what is nobody', async ({ make }) => {
        const key = newSigningKey();
        const challenge = await perform(people.anyone, requestSignIn, { did: key.did });
        const { accessToken } = await perform(people.anyone, signIn, answerChallenge(key, challenge));
        const token = make(accessToken);
        const client = new GraphQLClient({
          url: `${house.url}/graphql`,
          accessToken: () => Promise.resolve(token),
        });
        await expect(client.execute('query Who { viewer { did } }')).rejects.toMatchObject({
          code: 'UNAUTHENTICATED',
          status: 401,
        });
      });
    });

    describe('who applies for membership', () => {
      const apply = (attestation: Parameters<typeof applicationBy>[1]['attestation'], key: Key) =>
        performAll(people.anyone, [
          applicationBy(key, { cooperative: drivers.id, displayName: null, attestation }),
        ]);
      const before = new Date(Date.now() - 60_000).toISOString();

      test('as a human who is a member already is refused, whatever the DID', async () => {
        const key = newSigningKey();
        const { handle } = drivers.members[30]!;
        const attestation = people.wallets.issuer.attest(handle, key.did, drivers.id, before);
        await expect(apply(attestation, key)).rejects.toMatchObject({ code: 'PERSONHOOD_ALREADY_USED' });
      });

      test('with an attestation by whom the co-op does not trust is refused', async () => {
        const key = newSigningKey();
        const attestation = personhoodIssuer(systemRandom(32)).attest('me', key.did, drivers.id, before);
        await expect(apply(attestation, key)).rejects.toMatchObject({
          code: 'ATTESTATION_ISSUER_NOT_LISTED',
        });
      });

      test('with an attestation for another co-op, or of another, is refused', async () => {
        const key = newSigningKey();
        const { issuer } = people.wallets;
        const elsewhere = issuer.attest('me', key.did, people.cooperative('growers').id, before);
        await expect(apply(elsewhere, key)).rejects.toMatchObject({ code: 'ATTESTATION_OF_ANOTHER' });
        const another = issuer.attest('me', newSigningKey().did, drivers.id, before);
        await expect(apply(another, key)).rejects.toMatchObject({ code: 'ATTESTATION_OF_ANOTHER' });
      });

      test('with an attestation that was altered is refused', async () => {
        const key = newSigningKey();
        const attestation = people.wallets.issuer.attest('me', key.did, drivers.id, before);
        const nullifier = 'ab'.repeat(32);
        const altered = {
          ...attestation,
          credentialSubject: { ...attestation.credentialSubject, nullifier },
        };
        await expect(apply(altered, key)).rejects.toMatchObject({ code: 'ATTESTATION_INVALID' });
      });
    });

    async function idsOf(): Promise<Record<string, string>> {
      const buyer = await people.signedIn('hudson.mobility.lab');
      const { licence } = await ask(
        buyer,
        'query Ids($id: ID!) { licence(id: $id) { id jobs { nodes { id } } invoices { nodes { id } } } }',
        { id: drivers.licence },
      );
      const member = drivers.members.find(({ consent, office }) => consent === 'OPEN' && !office)!;
      const { viewer } = await ask(
        await people.signedIn(member.handle),
        'query Own { viewer { memberships { id consents { nodes { id } } contributions { nodes { id } } } } }',
      );
      const [own] = viewer.memberships;
      return {
        lic: licence.id,
        job: licence.jobs.nodes[0].id,
        inv: licence.invoices.nodes[0].id,
        mem: own.id,
        cns: own.consents.nodes[0].id,
        ctb: own.contributions.nodes[0].id,
      };
    }
  });
}

type Key = ReturnType<typeof newSigningKey>;

/** The whole of an answer that could tell anything, as text. */
async function outcome(
  client: GraphQLClient,
  document: string,
  variables: Record<string, unknown>,
): Promise<string> {
  try {
    return JSON.stringify(await client.execute(document, variables));
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    return JSON.stringify([error.status, error.data, error.failures]);
  }
}

/** Header and payload, and the signature. */
function partsOf(token: string): [header: string, signed: string, signature: string] {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return [header, `${header}.${payload}`, signature];
}

function altered(token: string, claims: object): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const read = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return `${header}.${encoded({ ...read, ...claims })}.${signature}`;
}

function unsigned(token: string): string {
  return `${encoded({ alg: 'none', typ: 'JWT' })}.${token.split('.')[1]}.`;
}

function encoded(value: object): string {
  return toBase64url(utf8(JSON.stringify(value)));
}
