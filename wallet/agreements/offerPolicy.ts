import type { Json } from '../encoding/canonical.js';

/** An amount in integer minor units, as a decimal string. */
export interface Amount {
  readonly amountMinor: string;
  readonly currency: string;
}

/** All that an offer's digest is made of, but the dataset. */
export interface OfferedTerms {
  readonly offer: string;
  /** DID of the co-op. */
  readonly assigner: string;
  readonly charterVersion: number;
  readonly purposes: readonly string[];
  readonly prohibited: readonly string[];
  readonly duties: readonly string[];
  /** Due once, at agreement. */
  readonly price: Amount;
  /** Due for each job; null where jobs cost nothing more. */
  readonly jobPrice: Amount | null;
  /** Days of use. */
  readonly termDays: number;
  /** Days from when the members prohibit its purpose until it ends; null of offers from before this was said. */
  readonly prohibitionNoticeDays?: number | null;
}

type Node = { readonly [name: string]: Json };

/**
 * The ODRL 2.2 offer that says this of a dataset, byte for byte as the co-op makes it: whoever has its digest sees
 * whether the terms they are shown are the ones that were signed.
 */
export function offerPolicyOf(dataset: string, terms: OfferedTerms): Node {
  const target = urn(dataset);
  const prohibited = sorted(terms.prohibited).map(iri);
  return {
    '@context': [
      'http://www.w3.org/ns/odrl.jsonld',
      {
        dpv: 'https://w3id.org/dpv#',
        dcterms: 'http://purl.org/dc/terms/',
        coop: 'urn:data-cooperative:terms#',
      },
    ],
    '@type': 'Offer',
    uid: urn(terms.offer),
    profile: 'urn:data-cooperative:terms#profile-1',
    assigner: terms.assigner,
    'coop:charterVersion': terms.charterVersion,
    permission: [
      {
        target,
        action: 'aggregate',
        constraint: [
          constraint('purpose', 'isAnyOf', sorted(terms.purposes).map(iri)),
          constraint('elapsedTime', 'lteq', { '@value': `P${terms.termDays}D`, '@type': 'xsd:duration' }),
        ],
        duty: [...payments(terms), ...sorted(terms.duties).map(undertaking)],
      },
    ],
    prohibition: [
      { target, action: 'distribute' },
      ...(prohibited.length > 0
        ? [{ target, action: 'use', constraint: [constraint('purpose', 'isAnyOf', prohibited)] }]
        : []),
    ],
    ...onProhibition(terms.prohibitionNoticeDays ?? null),
  };
}

const ON_PROHIBITION =
  'If a later charter of the co-op no longer allows the purpose, the agreement ends after this notice: no job begins ' +
  'from then on, and of the price the part for the rest of the term is refunded, rounded up. If the purpose is allowed ' +
  'again within the notice, the agreement goes on.';

function onProhibition(noticeDays: number | null): Node {
  if (noticeDays === null) return {};
  const notice = { '@value': `P${noticeDays}D`, '@type': 'xsd:duration' };
  const constraints = [constraint('coop:noticeOfProhibition', 'eq', notice)];
  const rule = { action: 'coop:endOnProhibition', constraint: constraints };
  return { obligation: [{ ...rule, 'dcterms:description': ON_PROHIBITION }] };
}

function payments({ price, jobPrice }: OfferedTerms): Json[] {
  const once = compensation(price, 'coop:atAgreement');
  return jobPrice ? [once, compensation(jobPrice, 'coop:forEachJob')] : [once];
}

function compensation({ amountMinor, currency }: Amount, event: string): Node {
  const paid = {
    ...constraint('payAmount', 'eq', amountMinor),
    dataType: iri('coop:minorUnits'),
    unit: iri(`urn:iso:std:iso:4217:${currency}`),
  };
  return {
    action: [{ 'rdf:value': { '@id': 'odrl:compensate' }, refinement: [paid] }],
    constraint: [constraint('event', 'eq', iri(event))],
  };
}

function undertaking(text: string): Node {
  return { action: 'coop:undertake', 'dcterms:description': text };
}

function constraint(leftOperand: string, operator: string, rightOperand: Json): Node {
  return { leftOperand, operator, rightOperand };
}

function iri(name: string): Node {
  return { '@id': name };
}

/** By code unit, as canonical JSON sorts. */
function sorted(words: readonly string[]): string[] {
  return [...words].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function urn(id: string): string {
  return `urn:data-cooperative:${id}`;
}
