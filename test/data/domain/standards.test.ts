import { execFileSync, spawnSync } from 'node:child_process';
import odrl from '@digitalbazaar/odrl-context';
import { describe, expect, it } from '@jest/globals';
import jsonld from 'jsonld';
import type { RemoteDocument } from 'jsonld/jsonld-spec.js';
import { offerPolicy, type JsonObject } from '../../../subgraphs/kit/domain/offerPolicy.js';
import { provenanceOf } from '../../../subgraphs/data/domain/provenance.js';
import { money } from '../../../subgraphs/kit/domain/money.js';

interface Term {
  readonly termType: string;
  readonly value: string;
  readonly datatype?: { readonly value: string };
}
interface Quad {
  readonly subject: Term;
  readonly predicate: Term;
  readonly object: Term;
}
const ODRL = 'http://www.w3.org/ns/odrl/2/';

/** The statements of a policy, by a public JSON-LD processor with ODRL's published context and no network. */
async function statements(policy: JsonObject): Promise<Quad[]> {
  const documentLoader = (url: string): Promise<RemoteDocument> =>
    url === 'http://www.w3.org/ns/odrl.jsonld'
      ? Promise.resolve({ document: odrl.CONTEXT_V1, documentUrl: url })
      : Promise.reject(new Error(`${url} is not carried in`));
  return (await jsonld.toRDF(policy, { documentLoader })) as unknown as Quad[];
}

describe('a policy, read by a JSON-LD processor', () => {
  const policy = offerPolicy(
    { offer: 'off_1', dataset: 'dst_1', assigner: 'did:key:z6Mk', charterVersion: 3 },
    {
      purposes: ['dpv:AcademicResearch', 'coop:MemberServices'],
      prohibited: ['dpv:Advertising'],
      duties: ['Name the co-op.'],
      price: { amount: money(250_000n, 'EUR'), jobPrice: money(500n, 'EUR') },
      termDays: 365,
    },
  );
  const operandsOf = (all: Quad[], leftOperand: string): Term[] => {
    const constraints = all
      .filter(
        ({ predicate, object }) => predicate.value === `${ODRL}leftOperand` && object.value === leftOperand,
      )
      .map(({ subject }) => subject.value);
    return all
      .filter(
        ({ subject, predicate }) =>
          constraints.includes(subject.value) && /rightOperand$/.test(predicate.value),
      )
      .map(({ object }) => object);
  };

  it('names its purposes, events and units by IRIs', async () => {
    const all = await statements(policy);
    const purposes = operandsOf(all, `${ODRL}purpose`);
    expect(purposes.map(({ value }) => value).sort()).toEqual([
      'https://w3id.org/dpv#AcademicResearch',
      'https://w3id.org/dpv#Advertising',
      'urn:data-cooperative:terms#MemberServices',
    ]);
    const named = [
      ...purposes,
      ...operandsOf(all, `${ODRL}event`),
      ...all.filter(({ predicate }) => /(unit|datatype)$/.test(predicate.value)).map(({ object }) => object),
    ];
    expect(new Set(named.map(({ termType }) => termType))).toEqual(new Set(['NamedNode']));
    expect(named.map(({ value }) => value)).toContain('urn:iso:std:iso:4217:EUR');
  });

  it('has its term as a duration and its amounts as they were', async () => {
    const all = await statements(policy);
    const [term] = operandsOf(all, `${ODRL}elapsedTime`);
    expect(term).toMatchObject({
      value: 'P365D',
      datatype: { value: 'http://www.w3.org/2001/XMLSchema#duration' },
    });
    expect(
      operandsOf(all, `${ODRL}payAmount`)
        .map(({ value }) => value)
        .sort(),
    ).toEqual(['250000', '500']);
  });
});

describe('provenance as PROV-JSON', () => {
  const { document } = provenanceOf({
    dataset: 'dst_1',
    title: 'Trips',
    cooperative: 'did:key:z6Mk',
    publishedAt: new Date('2026-01-01T00:00:00Z'),
    changedAt: new Date('2026-02-01T00:00:00Z'),
    contributors: 20,
    records: 200,
    offers: ['off_1', 'off_2'].map((id) => ({
      id,
      madeAt: new Date('2026-01-02T00:00:00Z'),
      charterVersion: 1,
    })),
  });
  const parts = document as Record<string, Record<string, Record<string, unknown>>>;
  const { prefix, ...kinds } = parts;

  it('declares the prefix of every name that it uses', () => {
    const ids = Object.entries(kinds).flatMap(([kind, records]) =>
      ['entity', 'activity', 'agent'].includes(kind)
        ? Object.keys(records)
        : Object.values(records).flatMap((ends) => Object.values(ends) as string[]),
    );
    const properties = Object.values(kinds).flatMap((records) => Object.values(records).flatMap(Object.keys));
    const used = new Set([...ids, ...properties].map((name) => name.slice(0, name.indexOf(':'))));
    // `prov` is reserved and means itself.
    used.delete('prov');
    expect(Object.keys(prefix!)).toEqual(expect.arrayContaining([...used]));
  });

  it('names each record once', () => {
    const names = Object.values(kinds).flatMap(Object.keys);
    expect(new Set(names).size).toBe(names.length);
  });

  // The reference implementation is Python's; .ci/run installs Debian's package of it and says where.
  const python = process.env.PROV_PYTHON ?? '/usr/bin/python3';
  const required = process.env.PROV_PYTHON !== undefined;
  const installed = spawnSync(python, ['-c', 'import prov.model']).status === 0;
  (required || installed ? it : it.skip)('is read whole by the reference implementation', () => {
    const program = `import json, sys, prov.model as m
print(len(list(m.ProvDocument.deserialize(content=sys.stdin.read(), format='json').get_records())))`;
    const read = execFileSync(python, ['-c', program], { input: JSON.stringify(document), encoding: 'utf8' });
    expect(Number(read)).toBe(Object.values(kinds).flatMap(Object.keys).length);
  });
});
