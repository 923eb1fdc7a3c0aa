import type { JsonObject } from '../../kit/domain/offerPolicy.js';
import { urn } from '../../kit/domain/offerPolicy.js';

export interface ReceiptFacts {
  readonly consent: string;
  readonly dataset: string;
  /** DID of the member, who is the subject. */
  readonly member: string;
  /** DID of the co-op, which is the controller. */
  readonly controller: string;
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly recipients: readonly string[];
  readonly charterVersion: number;
  readonly wrapDigest: string;
  readonly grantedAt: Date;
  readonly expiresAt: Date | null;
  readonly withdrawnAt: Date | null;
}

/**
 * A consent as an ISO/IEC TS 27560 record, in the words of the Data Privacy Vocabulary: the claims of the
 * receipt that the service signs. A withdrawal is one more event of the same record.
 */
export function receiptSubject(facts: ReceiptFacts): JsonObject {
  return {
    id: facts.member,
    type: 'ConsentRecord',
    schemaVersion: 'ISO/IEC TS 27560:2023',
    recordId: urn(facts.consent),
    piiPrincipalId: facts.member,
    piiProcessing: {
      controller: facts.controller,
      legalBasis: 'dpv:Consent',
      purposes: [...facts.purposes],
      piiInformation: facts.categories.map((category) => ({ type: category, dataset: urn(facts.dataset) })),
      recipients: [...facts.recipients],
      processing: 'dpv:Aggregate',
      storageCondition: 'encrypted by the member; computed on only while this consent is in force',
      withdrawalMethod: 'withdrawConsent',
      notice: { charterVersion: facts.charterVersion },
    },
    wrapDigest: facts.wrapDigest,
    events: events(facts),
  };
}

function events({ grantedAt, expiresAt, withdrawnAt, member }: ReceiptFacts): JsonObject[] {
  const given: JsonObject = {
    state: 'dpv:ConsentGiven',
    at: grantedAt.toISOString(),
    validUntil: expiresAt?.toISOString() ?? null,
    entity: member,
  };
  if (!withdrawnAt) return [given];
  return [given, { state: 'dpv:ConsentWithdrawn', at: withdrawnAt.toISOString(), entity: member }];
}
