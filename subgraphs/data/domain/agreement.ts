import { digestOf } from '../../kit/domain/canonical.js';
import type { AcceptanceStatement, LicenceEffect } from './acceptance.js';
import type { DecisionEvidence } from './decision.js';
import { urn } from '../../kit/domain/offerPolicy.js';
import type { Json, JsonObject } from '../../kit/domain/offerPolicy.js';

/** What the buyer signed, with what shows it. */
export interface SignedAcceptance {
  readonly statement: AcceptanceStatement;
  readonly signature: string;
  /** Public key, multibase. */
  readonly key: string;
}

export interface AgreementParts {
  readonly licence: string;
  readonly purpose: string;
  /** DID of the buyer. */
  readonly assignee: string;
  readonly agreedAt: Date;
  /** The ODRL offer that was accepted. */
  readonly offer: JsonObject;
  readonly acceptance: SignedAcceptance;
  readonly effect: LicenceEffect;
  readonly decision: DecisionEvidence & { readonly verifierKey: string };
}

/**
 * The ODRL agreement that a passed decision turns an accepted offer into. It carries what a stranger needs to
 * check it: the bytes the buyer signed, the effect that was voted on, and its place in governance's signed log.
 */
export function agreementPolicy(parts: AgreementParts): JsonObject {
  const { offer } = parts;
  return {
    '@context': offer['@context'] as Json,
    '@type': 'Agreement',
    uid: urn(parts.licence),
    profile: offer.profile as Json,
    assigner: offer.assigner as Json,
    assignee: parts.assignee,
    'dcterms:issued': parts.agreedAt.toISOString(),
    'coop:charterVersion': offer['coop:charterVersion'] as Json,
    'coop:purpose': parts.purpose,
    'coop:offer': { uid: offer.uid as Json, digest: digestOf(offer) },
    permission: offer.permission as Json,
    prohibition: offer.prohibition as Json,
    ...(offer.obligation !== undefined && { obligation: offer.obligation }),
    'coop:acceptance': asJson(parts.acceptance),
    'coop:decision': { effect: asJson(parts.effect), ...asJson(parts.decision) },
  };
}

export function agreementDigest(agreement: JsonObject): string {
  return digestOf(agreement);
}

function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
