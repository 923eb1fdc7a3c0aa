import { describe, expect, it } from '@jest/globals';

import { consentBy, contributionBy } from '../../wallet/actions/contributing.js';
import { applicationBy, foundingBy } from '../../wallet/actions/joining.js';
import { erasureBy, exitBy } from '../../wallet/actions/leaving.js';
import { acceptanceBy, verificationBy } from '../../wallet/actions/licensing.js';
import { ballotBy } from '../../wallet/actions/voting.js';
import { withdrawalBy } from '../../wallet/actions/withdrawing.js';
import type { Call } from '../../wallet/client/mutation.js';
import { personhoodIssuer } from '../../wallet/credentials/personhood.js';
import { fromBase64, toBase64url } from '../../wallet/encoding/bytes.js';
import { digestOf } from '../../wallet/encoding/canonical.js';
import { systemRandom } from '../../wallet/encoding/random.js';
import { newSigningKey, verifyJson } from '../../wallet/keys/signingKey.js';
import { wrapDigest } from '../../wallet/vault/consentWrap.js';
import { openContribution } from '../../wallet/vault/contribution.js';

const key = newSigningKey();
const datasetKey = systemRandom(32);
const attestation = personhoodIssuer(systemRandom(32)).attest(
  'p',
  key.did,
  'coop_1',
  '2026-01-01T00:00:00.000Z',
);
// The base point: any key of full order will do.
const computeKey = { version: 3, publicKey: toBase64url(Uint8Array.of(9, ...new Uint8Array(31))) };
const paper = {
  id: 'prp_1',
  kind: 'RESOLUTION',
  title: 'A motion',
  state: 'OPEN',
  options: [
    { id: 'opt_1', label: 'FOR' },
    { id: 'opt_2', label: 'AGAINST' },
  ],
  effect: { digest: digestOf({ kind: 'RESOLUTION' }), document: { kind: 'RESOLUTION' } },
};

/** The input, once its signature was found to be over this statement. */
function signedInput<Input>({ input }: Call<unknown>, statement: Record<string, unknown>): Input {
  const { signature } = input as { signature: string };
  expect(verifyJson({ v: 1, ...statement }, signature, key.multibase)).toBe(true);
  return input as Input;
}

describe('what a wallet signs is what it sends', () => {
  it('when it founds a co-op', () => {
    const charter = { admission: { by: 'STEWARDS', issuers: ['did:key:z'] }, text: 'We.' };
    const texts = { id: 'coop_1', slug: 'bakers', name: 'Bakers', mission: 'Bread.', currency: 'EUR' };
    const founding = foundingBy(key, { ...texts, charter, displayName: 'Ada', attestation });
    const statement = { type: 'Founding', slug: 'bakers', charterDigest: digestOf(charter), did: key.did };
    const input = signedInput<Record<string, unknown>>(founding, statement);
    expect(input).toMatchObject({ ...texts, foundingCharter: charter, admission: charter.admission });
    expect(input).not.toHaveProperty('charter');
  });

  it('when it applies, with the digest of the attestation', () => {
    const application = applicationBy(key, { cooperative: 'coop_1', displayName: null, attestation });
    const fields = { cooperative: 'coop_1', did: key.did, displayName: null };
    signedInput(application, { type: 'Application', ...fields, attestation: digestOf(attestation) });
  });

  it.each([
    { type: 'Exit', by: exitBy },
    { type: 'Erasure', by: erasureBy },
  ])('when it orders an $type, each time with another nonce', ({ type, by }) => {
    const nonces = [1, 2].map(() => {
      const made = by(key, 'coop_1');
      const { nonce } = made.input as { nonce: string };
      signedInput(made, { type, cooperative: 'coop_1', nonce, member: key.did });
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
  });

  it('when it takes money out, the same bytes for the same withdrawal', () => {
    const some = { cooperative: 'coop_1', amountMinor: '100', destination: 'acct', idempotencyKey: 'k' };
    signedInput(withdrawalBy(key, some), { type: 'Withdrawal', ...some, member: key.did });
    expect(withdrawalBy(key, some)).toEqual(withdrawalBy(key, some));
    const all = withdrawalBy(key, { cooperative: 'coop_1', idempotencyKey: 'k' });
    const statement = {
      cooperative: 'coop_1',
      amountMinor: null,
      destination: 'default',
      idempotencyKey: 'k',
    };
    signedInput(all, { type: 'Withdrawal', ...statement, member: key.did });
  });

  it('when it votes', () => {
    const ballot = { proposal: 'prp_1', effectDigest: paper.effect.digest, choices: ['opt_2'] };
    const input = signedInput(ballotBy(key, paper, ['AGAINST']), {
      type: 'Ballot',
      ...ballot,
      voter: key.did,
    });
    expect(input).toMatchObject(ballot);
  });

  it('when it votes again, which is the same ballot', () => {
    expect(ballotBy(key, paper, ['FOR'])).toEqual(ballotBy(key, paper, ['FOR']));
  });

  it('when it accepts an offer and verifies an agreement', () => {
    const offer = {
      licence: 'lic_1',
      offerDigest: 'ab',
      charterVersion: 2,
      decideBy: '2026-01-01T00:00:00.000Z',
    };
    signedInput(acceptanceBy(key, offer), { type: 'OfferAcceptance', ...offer, buyer: key.did });
    const agreement = { licence: 'lic_1', agreementDigest: 'cd' };
    signedInput(verificationBy(key, 'lic_1', 'cd'), {
      type: 'AgreementVerification',
      ...agreement,
      buyer: key.did,
    });
  });

  it('when it consents, with the digest of the wrap that goes along', async () => {
    const terms = {
      purposes: ['dpv:AcademicResearch'],
      categories: ['ORDINARY'],
      recipients: ['BUYER'],
      expiresAt: null,
    };
    const consent = await consentBy(key, {
      cooperative: 'coop_1',
      dataset: 'dst_1',
      datasetKey,
      computeKey,
      terms,
    });
    const { id, wrap } = consent.input as { id: string; wrap: string };
    expect(id).toMatch(/^cns_/);
    const fields = { id, cooperative: 'coop_1', dataset: 'dst_1', ...terms, epoch: 3 };
    signedInput(consent, { type: 'Consent', ...fields, wrapDigest: wrapDigest(wrap), member: key.did });
  });
});

describe('a ballot', () => {
  it('for what is not on the paper is not made', () => {
    expect(() => ballotBy(key, paper, ['PERHAPS'])).toThrow('PERHAPS');
  });
});

describe('a contribution that is sent', () => {
  it('opens again with what is sent along and the key that stays', async () => {
    const { input } = await contributionBy(key, 'dst_1', datasetKey, [{ a: 1 }]);
    const sent = input as { ciphertext: string; cid: string; sealedKey: string; recordCount: number };
    const sealed = { ...sent, ciphertext: fromBase64(sent.ciphertext) };
    expect(await openContribution({ dataset: 'dst_1', member: key.did }, sealed, datasetKey)).toEqual([
      { a: 1 },
    ]);
    expect(sent.recordCount).toBe(1);
  });
});
