import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { signerWith } from '../../subgraphs/data/adapters/signer.js';
import { acceptanceStatement, effectDigest } from '../../subgraphs/data/domain/acceptance.js';
import type { LicenceEffect } from '../../subgraphs/data/domain/acceptance.js';
import { agreementPolicy } from '../../subgraphs/data/domain/agreement.js';
import { offerPolicy } from '../../subgraphs/kit/domain/offerPolicy.js';
import type { JsonObject } from '../../subgraphs/kit/domain/offerPolicy.js';
import { canonicalize, digestOf } from '../../subgraphs/kit/domain/canonical.js';
import { formatCheckpoint } from '../../subgraphs/kit/domain/checkpoint.js';
import { toBase64, utf8 } from '../../subgraphs/kit/domain/encoding.js';
import { inclusionProof, leafHash } from '../../subgraphs/kit/domain/merkle.js';
import { encodeVerifierKey, signNote } from '../../subgraphs/kit/domain/note.js';
import { signerOf } from '../../verifier/dataIntegrity.js';
import { Fault } from '../../verifier/fault.js';
import { verifyLicence } from '../../verifier/licence.js';
import type { LicenceChecks } from '../../verifier/licence.js';
import { parseVerifierKey } from '../../verifier/note.js';
import { newSigningKey, signJson } from '../../wallet/keys/signingKey.js';
import { MemoryTree } from '../kit/domain/memoryTree.js';
import { mutationsOf } from './mutationsOf.js';

const ORIGIN = 'data.example/log/governance/coop_1';
const AT = new Date('2026-11-30T12:00:00.000Z');
const PURPOSE = 'dpv:AcademicResearch';
const log = generateKeyPairSync('ed25519');
const signer = signerWith(generateKeyPairSync('ed25519'));
const buyer = newSigningKey();

/** The agreement as the data service makes it, of what the members decided. */
async function agreementOf(): Promise<JsonObject> {
  const subject = { offer: 'off_1', dataset: 'dst_1', assigner: signer.did, charterVersion: 3 };
  const offer = offerPolicy(subject, {
    ...{ purposes: [PURPOSE], prohibited: ['dpv:Marketing'], termDays: 365, duties: [] },
    price: { amount: { amountMinor: 480_000n, currency: 'USD' }, model: 'FIXED', jobPrice: null },
  } as never);
  const statement = acceptanceStatement({
    ...{ licence: 'lic_1', offerDigest: digestOf(offer), charterVersion: 3, decideBy: AT, buyer: buyer.did },
  });
  const effect: LicenceEffect = {
    ...{ kind: 'LICENCE', licence: 'lic_1', dataset: 'dst_1', offerDigest: digestOf(offer), buyer: 'org_1' },
    ...{ purpose: PURPOSE, acceptanceDigest: digestOf(statement) },
  };
  const leaf = {
    ...{
      v: 1,
      service: 'governance',
      cooperative: 'coop_1',
      type: 'ProposalEnacted',
      recordedAt: AT.toISOString(),
    },
    ...{ actorRole: 'SERVICE', digests: { effect: effectDigest(effect) }, commitments: {} },
  };
  const tree = new MemoryTree();
  const others = Array.from({ length: 6 }, (_, at) => leafHash(utf8(`other ${at}`)));
  await tree.append([...others.slice(0, 3), leafHash(utf8(canonicalize(leaf))), ...others.slice(3)]);
  const hashes = (await inclusionProof(3n, tree.size, tree.nodeAt)).map(toBase64);
  const head = formatCheckpoint({ origin: ORIGIN, size: tree.size, root: tree.root });
  return agreementPolicy({
    ...{ licence: 'lic_1', purpose: PURPOSE, assignee: buyer.did, agreedAt: AT, offer, effect },
    acceptance: { statement, signature: signJson(buyer, statement), key: buyer.multibase },
    decision: {
      ...{ leaf, index: '3', size: String(tree.size), hashes },
      checkpoint: signNote(head, ORIGIN, log.privateKey),
      verifierKey: encodeVerifierKey(ORIGIN, log.publicKey),
    },
  });
}

describe('an agreement', () => {
  const checks: LicenceChecks = {
    issuer: signer.did,
    key: parseVerifierKey(encodeVerifierKey(ORIGIN, log.publicKey)),
    ...{ witnesses: [], quorum: 0 },
  };
  let agreement: JsonObject;
  let secured: JsonObject;
  beforeAll(async () => {
    agreement = await agreementOf();
    secured = signer.secure(agreement, AT);
  });

  const faultOf = (document: unknown, given: LicenceChecks = checks): string | undefined => {
    try {
      verifyLicence(document, given, () => undefined);
      return undefined;
    } catch (error) {
      if (error instanceof Fault) return error.code;
      throw error;
    }
  };

  it('holds as the data service makes it, also as it is answered', () => {
    const steps: string[] = [];
    verifyLicence(secured, checks, (step) => void steps.push(step));
    expect(steps).toEqual([
      `the agreement is what ${signer.did} has signed (eddsa-jcs-2022)`,
      'its terms are those of the offer that it names',
      expect.stringMatching(/has signed this offer for this licence, with the key that their DID names$/),
      'what the members decided on is this offer, this purpose and this acceptance',
      `the decision is leaf 3 of ${ORIGIN}, under the head of 7 leaves`,
    ]);
    expect(faultOf({ data: { licence: { agreement: secured } } })).toBeUndefined();
    expect(faultOf(secured, { witnesses: [], quorum: 0 })).toBeUndefined();
  });

  it('holds with no field of it changed, dropped or added', () => {
    const mutations = mutationsOf(secured);
    expect(mutations.length).toBeGreaterThan(100);
    const held = mutations.filter(({ mutated }) => faultOf(mutated) === undefined).map(({ where }) => where);
    expect(held).toEqual([]);
  });

  it('holds with no field of what was decided and accepted changed, even if the data service signs it anew', () => {
    // What it says by itself: when it was made, its id of the buyer, and whatever more. Nothing is signed without a context;
    // the key that it names is passed over for the one that the reader has pinned.
    const own = /^\/(dcterms:issued|@context-|coop:decision\/(effect\/buyer|verifierKey)|coop:\w+\/\+$)/;
    const mutations = mutationsOf(agreement).filter(({ where }) => !own.test(where));
    const held = mutations.filter(
      ({ mutated }) => faultOf(signer.secure(mutated as JsonObject, AT)) === undefined,
    );
    expect(held.map(({ where }) => where)).toEqual([]);
  });

  it.each<[string, string, (agreement: JsonObject) => JsonObject]>([
    ['other terms', 'OFFER_DIFFERS', (one) => ({ ...one, permission: [] })],
    ['another purpose', 'EFFECT_DIFFERS', (one) => ({ ...one, 'coop:purpose': 'dpv:Marketing' })],
    ['another licence', 'ACCEPTANCE_DIFFERS', (one) => ({ ...one, uid: 'urn:data-cooperative:lic_2' })],
    ['another buyer', 'ACCEPTANCE_DIFFERS', (one) => ({ ...one, assignee: signer.did })],
    ['no decision', 'AGREEMENT_MALFORMED', ({ 'coop:decision': _, ...one }) => one],
  ])('with %s is refused: %s', (_, code, change) => {
    expect(faultOf(signer.secure(change(agreement), AT))).toBe(code);
  });

  it('of another service, or under another key of the log, is refused', () => {
    const other = generateKeyPairSync('ed25519');
    expect(faultOf(signerWith(other).secure(agreement, AT))).toBe('ISSUER_DIFFERS');
    const key = parseVerifierKey(encodeVerifierKey(ORIGIN, other.publicKey));
    expect(faultOf(secured, { ...checks, key })).toBe('CHECKPOINT_UNSIGNED');
    const elsewhere = parseVerifierKey(
      encodeVerifierKey('data.example/log/governance/coop_2', log.publicKey),
    );
    expect(faultOf(secured, { ...checks, key: elsewhere })).toBe('ORIGIN_DIFFERS');
  });

  it.each([null, {}, [], { '@type': 'Offer' }, 'Agreement'])('is not %p', (json) => {
    expect(faultOf(json)).toBe('AGREEMENT_MALFORMED');
  });

  it('is secured as the published vector is', () => {
    const file = new URL('../support/vectors/eddsa-jcs-2022/signedJCS.json', import.meta.url);
    const vector = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(signerOf(vector)).toBe('did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2');
    expect(() => signerOf({ ...vector, name: 'another' })).toThrow('not what the DID');
  });
});
