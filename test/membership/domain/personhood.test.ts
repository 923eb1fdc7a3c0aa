import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../subgraphs/kit/domain/ids.js';
import { readPersonhood } from '../../../subgraphs/membership/domain/personhood.js';
import { person } from '../../support/people.js';
import { personhoodIssuer } from '../support/personhood.js';

const now = new Date('2026-03-01T00:00:00.000Z');
const issuer = personhoodIssuer();
const stranger = personhoodIssuer();
const { did } = person('ada');
const cooperativeId = newId('coop');
const claim = { did, cooperativeId, issuers: [issuer.did] };
const about = { human: 'ada', did, cooperative: cooperativeId };
const sound = issuer.attest(about);

describe('a personhood attestation', () => {
  it('gives the same nullifier for one human, whatever their DID, and another one in another co-op', () => {
    const other = person('ada again').did;
    const elsewhere = newId('coop');
    const nullifier = readPersonhood(sound, claim, now);
    expect(nullifier).toMatch(/^[0-9a-f]{64}$/);
    expect(readPersonhood(issuer.attest({ ...about, did: other }), { ...claim, did: other }, now)).toBe(
      nullifier,
    );
    expect(
      readPersonhood(
        issuer.attest({ ...about, cooperative: elsewhere }),
        { ...claim, cooperativeId: elsewhere },
        now,
      ),
    ).not.toBe(nullifier);
  });

  const subject = sound.credentialSubject as { nullifier: string };
  const cases = [
    { name: 'no object', attestation: 'trust me', code: 'ATTESTATION_INVALID' },
    { name: 'without a proof', attestation: { ...sound, proof: undefined }, code: 'ATTESTATION_INVALID' },
    {
      name: 'changed after it was signed',
      attestation: { ...sound, credentialSubject: { ...subject, nullifier: 'f'.repeat(64) } },
      code: 'ATTESTATION_INVALID',
    },
    {
      name: 'in a listed issuer’s name by another',
      attestation: { ...stranger.attest(about), issuer: issuer.did },
      code: 'ATTESTATION_INVALID',
    },
    {
      name: 'not valid yet',
      attestation: issuer.attest({ ...about, validFrom: '2026-03-02T00:00:00Z' }),
      code: 'ATTESTATION_INVALID',
    },
    {
      name: 'expired',
      attestation: issuer.attest({ ...about, validUntil: '2026-03-01T00:00:00Z' }),
      code: 'ATTESTATION_INVALID',
    },
    {
      name: 'of another type',
      attestation: issuer.attest({ ...about, type: 'CatCredential' }),
      code: 'ATTESTATION_INVALID',
    },
    {
      name: 'with no nullifier to speak of',
      attestation: issuer.attest({ ...about, nullifier: 'ada' }),
      code: 'ATTESTATION_INVALID',
    },
    {
      name: 'by an issuer that is not listed',
      attestation: stranger.attest(about),
      code: 'ATTESTATION_ISSUER_NOT_LISTED',
    },
    {
      name: 'about another DID',
      attestation: issuer.attest({ ...about, did: stranger.did }),
      code: 'ATTESTATION_OF_ANOTHER',
    },
    {
      name: 'for another co-op',
      attestation: issuer.attest({ ...about, cooperative: newId('coop') }),
      code: 'ATTESTATION_OF_ANOTHER',
    },
  ];
  it.each(cases)('is refused $name', ({ attestation, code }) => {
    expect(() => readPersonhood(attestation, claim, now)).toThrow(expect.objectContaining({ code }));
  });
});
