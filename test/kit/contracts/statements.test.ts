import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STATEMENTS, statement } from '../../../subgraphs/kit/contracts/statements.js';
import type { StatementFields, StatementType } from '../../../subgraphs/kit/contracts/statements.js';
import { canonicalize } from '../../../subgraphs/kit/domain/canonical.js';
import { utf8 } from '../../../subgraphs/kit/domain/encoding.js';
import { canonicalize as canonicalInWallet } from '../../../wallet/encoding/canonical.js';
import { statement as statementInWallet } from '../../../wallet/keys/statements.js';
import type { Statements, StatementType as TypeInWallet } from '../../../wallet/keys/statements.js';

/** Neither end may know a statement, or a field of one, that the other does not. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const SAME: [
  Same<{ [T in StatementType]: StatementFields<T> }, Statements>,
  Same<StatementType, TypeInWallet>,
] = [true, true];

const DIGEST = 'ab'.repeat(32);
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const words = fc.array(text, { maxLength: 4 });
const digest = fc.constantFrom(DIGEST, 'cd'.repeat(32));
const number = fc.nat();
const maybe = fc.option(text, { nil: null });

/** Fields of every type of statement, drawn. */
const FIELDS: { [T in StatementType]: fc.Arbitrary<StatementFields<T>> } = {
  SignIn: fc.record({ audience: text, did: text, nonce: text, expiresAt: text }),
  Founding: fc.record({ slug: text, charterDigest: digest, did: text }),
  Application: fc.record({ cooperative: text, did: text, displayName: maybe, attestation: digest }),
  AuthenticatorAdded: fc.record({ did: text, key: text }),
  AuthenticatorRotated: fc.record({ did: text, key: text, replaces: text }),
  AuthenticatorRevoked: fc.record({ did: text, key: text }),
  KeyRecovery: fc.record({
    ...{ cooperative: text, did: text, key: text },
    attestation: fc.option(digest, { nil: null }),
  }),
  RecoveryVeto: fc.record({ recovery: text, did: text }),
  Ballot: fc.record({ proposal: text, effectDigest: digest, choices: words, voter: text }),
  Delegation: fc.record({ cooperative: text, from: text, to: text, topic: maybe }),
  DelegationRevocation: fc.record({ delegation: text, from: text }),
  Consent: fc.record({
    id: text,
    cooperative: text,
    dataset: text,
    purposes: words,
    categories: words,
    recipients: words,
    epoch: number,
    wrapDigest: digest,
    expiresAt: maybe,
    member: text,
  }),
  ConsentWithdrawal: fc.record({ consent: text, member: text }),
  Erasure: fc.record({ cooperative: text, member: text, nonce: text }),
  Exit: fc.record({ cooperative: text, member: text, nonce: text }),
  Withdrawal: fc.record({
    cooperative: text,
    amountMinor: maybe,
    destination: text,
    member: text,
    idempotencyKey: text,
  }),
  OfferAcceptance: fc.record({
    licence: text,
    offerDigest: digest,
    charterVersion: fc.integer({ min: 1, max: 1_000 }),
    decideBy: text,
    buyer: text,
  }),
  AgreementVerification: fc.record({ licence: text, agreementDigest: digest, buyer: text }),
};
const TYPES = Object.keys(STATEMENTS) as StatementType[];

describe('a statement', () => {
  it('has the same types and fields in the wallet as in the services', () => {
    expect(SAME).toEqual([true, true]);
    expect(Object.keys(FIELDS).sort()).toEqual([...TYPES].sort());
  });

  it.each(TYPES)('of type %s is the same bytes in the wallet and in the service that checks it', (type) => {
    fc.assert(
      fc.property(FIELDS[type] as fc.Arbitrary<StatementFields<StatementType>>, (fields) => {
        expect(STATEMENTS[type].strict().safeParse(fields).error).toBeUndefined();
        const signed = canonicalInWallet(statementInWallet(type, fields as never));
        const checked = canonicalize(statement(type, fields as never));
        expect(Buffer.from(utf8(checked)).equals(Buffer.from(signed, 'utf8'))).toBe(true);
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});
