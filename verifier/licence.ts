import { fromBase64, fromBase64url, same, toHex, utf8 } from './bytes.js';
import { canonicalize } from './canonical.js';
import { openCheckpoint, witnessesOf } from './checkpoint.js';
import { signerOf } from './dataIntegrity.js';
import { ed25519In, multikeyOf } from './didKey.js';
import { verifyEd25519 } from './ed25519.js';
import { Fault } from './fault.js';
import type { Tell } from './fault.js';
import { leafHash, sha256 } from './hash.js';
import { isObject } from './leaf.js';
import { rootFromInclusion } from './merkle.js';
import { parseVerifierKey } from './note.js';
import type { VerifierKey } from './note.js';

export interface LicenceChecks {
  /** DID of the data service, where the reader has pinned it. */
  readonly issuer?: string | undefined;
  /** Of governance's log for the co-op, where the reader has pinned it; else the one that the agreement names is used. */
  readonly key?: VerifierKey | undefined;
  readonly witnesses: readonly VerifierKey[];
  readonly quorum: number;
}

type Json = Record<string, unknown>;

const PATH_MAX = 64;

/**
 * Checks an agreement: that the data service signed it, the buyer the offer in it, and that the members' decision on exactly
 * that stands in governance's signed log.
 *
 * @throws Fault, named for what is wrong.
 */
export function verifyLicence(json: unknown, checks: LicenceChecks, tell: Tell): void {
  const agreement = agreementIn(json);
  const issuer = signerOf(agreement);
  if (checks.issuer !== undefined && checks.issuer !== issuer) {
    throw new Fault('ISSUER_DIFFERS', `The agreement is signed by ${issuer}, and not by ${checks.issuer}.`);
  }
  tell(`the agreement is what ${issuer} has signed (eddsa-jcs-2022)`);
  const acceptance = part(agreement, 'coop:acceptance');
  const decision = part(agreement, 'coop:decision');
  checkOffer(agreement);
  tell('its terms are those of the offer that it names');
  const key = checkAcceptance(agreement, acceptance);
  const isOwn = multikeyOf(String(agreement.assignee)) === key;
  // Which other keys a DID has, membership's log says.
  const whose = isOwn
    ? 'the key that their DID names'
    : `the key ${key}, which their DID does not name itself`;
  tell(`the buyer, ${String(agreement.assignee)}, has signed this offer for this licence, with ${whose}`);
  checkEffect(agreement, acceptance, part(decision, 'effect'));
  tell('what the members decided on is this offer, this purpose and this acceptance');
  checkDecision(decision, checks, tell);
}

function agreementIn(json: unknown): Json {
  let inner: unknown = json;
  for (const name of ['data', 'licence', 'agreement'])
    if (isObject(inner) && name in inner) inner = inner[name];
  if (isObject(inner) && inner['@type'] === 'Agreement') return inner;
  throw new Fault('AGREEMENT_MALFORMED', 'This is no agreement.');
}

/** What an agreement says beyond the offer that it was made of; so do terms of ours, but for the charter's version. */
const OF_AGREEMENTS = ['@type', 'uid', 'assignee', 'dcterms:issued', 'proof'];
const CHARTER_VERSION = 'coop:charterVersion';

function isOfOffer(name: string): boolean {
  return name === CHARTER_VERSION || !(name.startsWith('coop:') || OF_AGREEMENTS.includes(name));
}

/** @throws Fault OFFER_DIFFERS */
function checkOffer(agreement: Json): void {
  const { uid, digest } = part(agreement, 'coop:offer');
  const terms = Object.entries(agreement).filter(([name]) => isOfOffer(name));
  if (digestOf({ ...Object.fromEntries(terms), '@type': 'Offer', uid }) === digest) return;
  throw new Fault('OFFER_DIFFERS', 'The terms of the agreement are not those of the offer that it names.');
}

/** @returns the key, multibase. @throws Fault ACCEPTANCE_DIFFERS, ACCEPTANCE_FORGED */
function checkAcceptance(agreement: Json, acceptance: Json): string {
  const statement = part(acceptance, 'statement');
  const expected: Json = {
    type: 'OfferAcceptance',
    licence: licenceOf(agreement),
    offerDigest: part(agreement, 'coop:offer').digest,
    charterVersion: agreement[CHARTER_VERSION],
    buyer: agreement.assignee,
  };
  for (const [name, value] of Object.entries(expected)) {
    if (statement[name] !== value) {
      throw new Fault('ACCEPTANCE_DIFFERS', `The buyer has signed another ${name} than the agreement says.`);
    }
  }
  const { key, signature } = acceptance;
  const [publicKey, bytes] = [ed25519In(String(key)), fromBase64url(String(signature))];
  if (!publicKey || !bytes || !verifyEd25519(bytes, utf8(canonicalize(statement)), publicKey)) {
    throw new Fault('ACCEPTANCE_FORGED', 'The signature on the acceptance is not that of its key.');
  }
  return String(key);
}

/** @throws Fault EFFECT_DIFFERS */
function checkEffect(agreement: Json, acceptance: Json, effect: Json): void {
  const expected: Json = {
    kind: 'LICENCE',
    licence: licenceOf(agreement),
    dataset: datasetOf(agreement),
    offerDigest: part(agreement, 'coop:offer').digest,
    purpose: agreement['coop:purpose'],
    acceptanceDigest: digestOf(acceptance.statement),
  };
  for (const [name, value] of Object.entries(expected)) {
    if (effect[name] !== value) {
      throw new Fault('EFFECT_DIFFERS', `The members decided on another ${name} than the agreement says.`);
    }
  }
}

/** The dataset that the terms are about. */
function datasetOf({ permission }: Json): string | undefined {
  const targets: unknown[] = Array.isArray(permission)
    ? permission.map((one) => isObject(one) && one.target)
    : [];
  return targets.length > 0 && targets.every((target) => target === targets[0])
    ? idIn(targets[0])
    : undefined;
}

/** @throws Fault LEAF_IS_NO_DECISION, EFFECT_DIFFERS, KEY_MALFORMED, LEAF_NOT_INCLUDED; as `openCheckpoint`, `witnessesOf` */
function checkDecision(decision: Json, checks: LicenceChecks, tell: Tell): void {
  const leaf = part(decision, 'leaf');
  if (leaf.service !== 'governance' || leaf.type !== 'ProposalEnacted') {
    throw new Fault('LEAF_IS_NO_DECISION', 'The leaf is not that of a proposal that was enacted.');
  }
  if (part(leaf, 'digests').effect !== digestOf(decision.effect)) {
    throw new Fault('EFFECT_DIFFERS', 'The leaf of the decision is about something else.');
  }
  const key = checks.key ?? parseVerifierKey(String(decision.verifierKey));
  if (!key) throw new Fault('KEY_MALFORMED', 'The agreement names no verifier key of governance’s log.');
  const head = openCheckpoint(String(decision.checkpoint), key);
  if (!head.origin.endsWith(`/governance/${String(leaf.cooperative)}`)) {
    throw new Fault(
      'ORIGIN_DIFFERS',
      `The head is of ${head.origin}, and the decision of ${String(leaf.cooperative)}.`,
    );
  }
  const path = Array.isArray(decision.hashes) ? decision.hashes.map((hash) => fromBase64(String(hash))) : [];
  const index = integer(decision.index);
  const isWhole = path.length <= PATH_MAX && path.every((hash) => hash !== undefined);
  const hash = leafHash(utf8(canonicalize(leaf)));
  const root = isWhole ? rootFromInclusion({ leafHash: hash, index, size: head.size, path }) : undefined;
  if (integer(decision.size) !== head.size || !root || !same(root, head.root)) {
    throw new Fault('LEAF_NOT_INCLUDED', 'The decision does not stand in the log where the agreement says.');
  }
  tell(`the decision is leaf ${index} of ${head.origin}, under the head of ${head.size} leaves`);
  const seen = witnessesOf(head, checks.witnesses, checks.quorum);
  if (checks.witnesses.length > 0) tell(`${seen.length} of your witnesses have signed that head`);
}

function part(of: Json, name: string): Json {
  const found = of[name];
  if (isObject(found)) return found;
  throw new Fault('AGREEMENT_MALFORMED', `The agreement has no ${name}.`);
}

function licenceOf({ uid }: Json): string {
  return idIn(uid) ?? '';
}

/** The id that a URN of ours names. */
function idIn(urn: unknown): string | undefined {
  const [, id] = /^urn:data-cooperative:(\w{1,64})$/.exec(String(urn)) ?? [];
  return id;
}

function digestOf(value: unknown): string {
  return toHex(sha256(utf8(canonicalize(value))));
}

function integer(value: unknown): bigint {
  return typeof value === 'string' && /^(?:0|[1-9]\d{0,18})$/.test(value) ? BigInt(value) : -1n;
}
