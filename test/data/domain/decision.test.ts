import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effectDigest } from '../../../subgraphs/data/domain/acceptance.js';
import type { LicenceEffect } from '../../../subgraphs/data/domain/acceptance.js';
import { faultOfDecision } from '../../../subgraphs/data/domain/decision.js';
import type { DecisionEvidence } from '../../../subgraphs/data/domain/decision.js';
import { canonicalize } from '../../../subgraphs/kit/domain/canonical.js';
import { formatCheckpoint } from '../../../subgraphs/kit/domain/checkpoint.js';
import { toBase64, utf8 } from '../../../subgraphs/kit/domain/encoding.js';
import { appendLeaves, inclusionProof, leafHash } from '../../../subgraphs/kit/domain/merkle.js';
import { encodeVerifierKey, signNote } from '../../../subgraphs/kit/domain/note.js';

const COOPERATIVE = 'coop_1';
const ORIGIN = `cooperative.example/governance/${COOPERATIVE}`;
const KEY = generateKeyPairSync('ed25519');
const VERIFIER = encodeVerifierKey(ORIGIN, KEY.publicKey);
const EFFECT: LicenceEffect = {
  kind: 'LICENCE',
  licence: 'lic_1',
  dataset: 'dst_1',
  offerDigest: '0'.repeat(64),
  buyer: 'org_1',
  purpose: 'dpv:AcademicResearch',
  acceptanceDigest: '1'.repeat(64),
};

/** A log in which the decision stands among others, with what shows it. */
async function evidenceFor(leafChanges: object = {}, others = 6, origin = ORIGIN): Promise<DecisionEvidence> {
  const leaf = {
    v: 1,
    service: 'governance',
    cooperative: COOPERATIVE,
    type: 'ProposalEnacted',
    digests: { effect: effectDigest(EFFECT) },
    commitments: {},
    ...leafChanges,
  };
  const noise = Array.from({ length: others }, (_, index) => leafHash(utf8(`other ${index}`)));
  const leaves = [...noise.slice(0, 3), leafHash(utf8(canonicalize(leaf))), ...noise.slice(3)];
  const { size, root, nodes } = await appendLeaves(0n, leaves, () => Promise.reject(new Error('none')));
  const index = BigInt(Math.min(3, others));
  const hashes = await inclusionProof(index, size, (level, at) =>
    Promise.resolve(nodes.find((node) => node.level === level && node.index === at)!.hash),
  );
  const checkpoint = signNote(formatCheckpoint({ origin, size, root }), origin, KEY.privateKey);
  return { leaf, index: String(index), size: String(size), hashes: hashes.map(toBase64), checkpoint };
}

describe('a decision', () => {
  it('is believed on a leaf of the signed log, at any size of it', async () => {
    for (const others of [0, 1, 2, 3, 9, 30]) {
      expect(faultOfDecision(EFFECT, COOPERATIVE, await evidenceFor({}, others), VERIFIER)).toBeNull();
    }
  });

  const leaves: { name: string; leaf: object; fault: string }[] = [
    { name: 'another service said so', leaf: { service: 'payouts' }, fault: 'LEAF_IS_NO_DECISION' },
    { name: 'it was rejected', leaf: { type: 'ProposalRejected' }, fault: 'LEAF_IS_NO_DECISION' },
    { name: 'another co-op decided', leaf: { cooperative: 'coop_2' }, fault: 'LEAF_IS_NO_DECISION' },
    { name: 'it says of no effect', leaf: { digests: {} }, fault: 'EFFECT_DIFFERS' },
    { name: 'it has no digests', leaf: { digests: null }, fault: 'EFFECT_DIFFERS' },
  ];
  it.each(leaves)('is not believed when $name: $fault', async ({ leaf, fault }) => {
    expect(faultOfDecision(EFFECT, COOPERATIVE, await evidenceFor(leaf), VERIFIER)).toBe(fault);
  });

  it.each(Object.keys(EFFECT).filter((field) => field !== 'kind'))(
    'is not believed about another %s',
    async (field) => {
      const other = { ...EFFECT, [field]: 'other' };
      expect(faultOfDecision(other, COOPERATIVE, await evidenceFor(), VERIFIER)).toBe('EFFECT_DIFFERS');
    },
  );

  it('is not believed on a head of another log, or of another key', async () => {
    const elsewhere = await evidenceFor({}, 6, 'cooperative.example/governance/coop_2');
    expect(faultOfDecision(EFFECT, COOPERATIVE, elsewhere, VERIFIER)).toBe('CHECKPOINT_UNSIGNED');
    const stranger = encodeVerifierKey(ORIGIN, generateKeyPairSync('ed25519').publicKey);
    expect(faultOfDecision(EFFECT, COOPERATIVE, await evidenceFor(), stranger)).toBe('CHECKPOINT_UNSIGNED');
  });

  it('is not believed when any part of the evidence is another', async () => {
    const sound = await evidenceFor();
    const tampered: fc.Arbitrary<Partial<DecisionEvidence>> = fc.oneof(
      fc.record({ index: fc.bigInt({ min: -2n, max: 20n }).map(String) }),
      fc.record({ size: fc.bigInt({ min: -2n, max: 20n }).map(String) }),
      fc.record({ index: fc.string() }),
      fc.record({ checkpoint: fc.string() }),
      fc.record({ hashes: fc.shuffledSubarray([...sound.hashes]) }),
      fc.record({ hashes: fc.array(fc.string()) }),
      fc.record({ leaf: fc.constant({ ...sound.leaf, recordedAt: 'later' }) }),
    );
    fc.assert(
      fc.property(tampered, (part) => {
        const evidence = { ...sound, ...part };
        fc.pre(JSON.stringify(evidence) !== JSON.stringify(sound));
        expect(faultOfDecision(EFFECT, COOPERATIVE, evidence, VERIFIER)).not.toBeNull();
      }),
    );
  });
});
