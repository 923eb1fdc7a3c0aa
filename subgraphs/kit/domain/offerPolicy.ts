import { digestOf } from './canonical.js';
import type { Money } from './money.js';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** What an offer says, in whatever order its lists are. */
export interface OfferedTerms {
  readonly purposes: readonly string[];
  readonly prohibited: readonly string[];
  readonly duties: readonly string[];
  readonly price: {
    /** Due once, at agreement. */
    readonly amount: Money;
    /** Due for each job; null where jobs cost nothing more. */
    readonly jobPrice: Money | null;
  };
  /** Days of use. */
  readonly termDays: number;
  /** Days from when the members prohibit its purpose until it ends; null of offers from before this was said. */
  readonly prohibitionNoticeDays?: number | null;
}

/** ODRL 2.2, the purposes' vocabulary, and the terms of our own that ODRL's profile mechanism asks to name. */
const POLICY_CONTEXT: Json = [
  'http://www.w3.org/ns/odrl.jsonld',
  { dpv: 'https://w3id.org/dpv#', dcterms: 'http://purl.org/dc/terms/', coop: 'urn:data-cooperative:terms#' },
];
const POLICY_PROFILE = 'urn:data-cooperative:terms#profile-1';

export interface PolicySubject {
  readonly offer: string;
  readonly dataset: string;
  /** DID of the co-op. */
  readonly assigner: string;
  /** The charter that the offer was made under; part of the digest, so that an acceptance names it too. */
  readonly charterVersion: number;
}

/**
 * The canonical ODRL 2.2 offer of some terms. Lists are sorted, so that the same terms in any order are the
 * same bytes.
 */
export function offerPolicy(subject: PolicySubject, terms: OfferedTerms): JsonObject {
  return {
    '@context': POLICY_CONTEXT,
    '@type': 'Offer',
    uid: urn(subject.offer),
    profile: POLICY_PROFILE,
    assigner: subject.assigner,
    'coop:charterVersion': subject.charterVersion,
    ...policyRules(subject.dataset, terms),
  };
}

/** The digest that a buyer signs. */
export function offerDigest(policy: JsonObject): string {
  return digestOf(policy);
}

function policyRules(dataset: string, terms: OfferedTerms): JsonObject {
  const target = urn(dataset);
  const prohibited = sorted(terms.prohibited);
  return {
    permission: [
      {
        target,
        action: 'aggregate',
        constraint: [
          constraint('purpose', 'isAnyOf', sorted(terms.purposes).map(iri)),
          constraint('elapsedTime', 'lteq', { '@value': `P${terms.termDays}D`, '@type': 'xsd:duration' }),
        ],
        duty: [...payments(terms), ...sorted(terms.duties).map(duty)],
      },
    ],
    prohibition: [
      // Buyers compute; nobody but the member ever holds the records.
      { target, action: 'distribute' },
      ...(prohibited.length > 0
        ? [{ target, action: 'use', constraint: [constraint('purpose', 'isAnyOf', prohibited.map(iri))] }]
        : []),
    ],
    ...onProhibition(terms.prohibitionNoticeDays ?? null),
  };
}

/** What then happens by itself, as both sides agree on in advance. */
const ON_PROHIBITION =
  'If a later charter of the co-op no longer allows the purpose, the agreement ends after this notice: no job begins ' +
  'from then on, and of the price the part for the rest of the term is refunded, rounded up. If the purpose is allowed ' +
  'again within the notice, the agreement goes on.';

function onProhibition(noticeDays: number | null): JsonObject {
  if (noticeDays === null) return {};
  const notice = { '@value': `P${noticeDays}D`, '@type': 'xsd:duration' };
  const constraints = [constraint('coop:noticeOfProhibition', 'eq', notice)];
  const rule = { action: 'coop:endOnProhibition', constraint: constraints };
  return { obligation: [{ ...rule, 'dcterms:description': ON_PROHIBITION }] };
}

function payments({ price }: OfferedTerms): Json[] {
  const once = compensation(price.amount, 'coop:atAgreement');
  return price.jobPrice ? [once, compensation(price.jobPrice, 'coop:forEachJob')] : [once];
}

function compensation(amount: Money, event: string): Json {
  return {
    action: [
      {
        'rdf:value': { '@id': 'odrl:compensate' },
        refinement: [
          {
            ...constraint('payAmount', 'eq', amount.amountMinor.toString()),
            dataType: iri('coop:minorUnits'),
            unit: iri(`urn:iso:std:iso:4217:${amount.currency}`),
          },
        ],
      },
    ],
    constraint: [constraint('event', 'eq', iri(event))],
  };
}

/** ODRL has no word for most duties that members write into an offer, so those travel in their own words. */
function duty(text: string): Json {
  return { action: 'coop:undertake', 'dcterms:description': text };
}

function constraint(leftOperand: string, operator: string, rightOperand: Json): JsonObject {
  return { leftOperand, operator, rightOperand };
}

/** ODRL's context gives operands no type, so a bare string would be a text and name nothing. */
function iri(name: string): JsonObject {
  return { '@id': name };
}

function sorted(words: readonly string[]): string[] {
  // By code unit, as canonical JSON sorts: no locale may change a digest.
  return [...words].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

export function urn(id: string): string {
  return `urn:data-cooperative:${id}`;
}
