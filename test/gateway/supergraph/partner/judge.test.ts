import { describe, expect, test } from '@jest/globals';
import { judgePartnerSchema } from '../../../../gateway/supergraph/partner/judge.js';
import { PARTNER_RULES } from '../../../../gateway/supergraph/partner/ruleTable.js';
import { composeWith, LINK, TAKEN } from '../support/core.js';
import { REFUSALS } from './refusals.js';

const ACME = { name: 'acme', prefix: 'Acme' };
const DATASET = 'type Dataset @key(fields: "id") { id: ID!  acmeRating: Float }';
const STUB = 'type Dataset @key(fields: "id", resolvable: false) { id: ID! }';
const judge = (sdl: string) => judgePartnerSchema(sdl, ACME, TAKEN);

describe('a partner may', () => {
  test.each([
    ['add a field to an open entity', DATASET],
    [
      'extend it in the older way',
      'extend type Dataset @key(fields: "id") { id: ID! @external acmeRating: Float }',
    ],
    [
      'add types of its own, with queries',
      'type Query { acmeReports: [AcmeReport!] } type AcmeReport { title: String! next: AcmeReport! }',
    ],
    ['refer to open entities by their keys', `${STUB} type Query { acmeBest: [Dataset] }`],
    ['promise lists of them', `${STUB} type Query { acmeA: AcmeA } type AcmeA { best: [Dataset]! }`],
    ['add entities of its own', `type AcmeThing @key(fields: "id") { id: ID! name: String } ${DATASET}`],
    [
      'join open entities in a union',
      `${DATASET} type Query { acmeAll: [AcmeAny] } union AcmeAny = Dataset | AcmeX type AcmeX { a: Int }`,
    ],
    [
      'take arguments of its own',
      'type Query { acmeFind(by: AcmeBy, first: Int = 3): [ID!] } input AcmeBy { kind: AcmeKind } enum AcmeKind { GOOD BAD @deprecated(reason: "no more") }',
    ],
    [
      'have interfaces and scalars of its own',
      'type Query { acmeA: AcmeA } interface AcmeA { at: AcmeDate } type AcmeB implements AcmeA { at: AcmeDate } scalar AcmeDate @specifiedBy(url: "https://acme.example/date")',
    ],
    [
      'describe what is its own',
      'type Query { "Ours." acmeA: AcmeA } """Ours.""" type AcmeA { "Ours." a: Int @deprecated }',
    ],
    ['say that its root is Query', 'schema { query: Query } type Query { acmeA: Int }'],
  ])('%s', (_, sdl) => {
    const whole = `${LINK} ${sdl}`;
    expect(judge(whole)).toEqual([]);
    expect(composeWith({ name: 'acme', sdl: whole }).supergraphSdl).toContain('ACME');
  });
});

describe('a partner is refused that', () => {
  test.each(REFUSALS)('%s: %s', (code, _, sdl, coordinate, line) => {
    const problems = judge(sdl);
    const told = problems.map((problem) => [problem.code, problem.coordinate, problem.line]);
    expect(told).toContainEqual([code, coordinate, line]);
    for (const problem of problems)
      expect(problem).toMatchObject({ subgraph: 'acme', help: expect.stringMatching(/./) });
  });

  test.each([
    ['is not to be parsed', (long: string) => `${LINK} type ${long} } {`],
    ['is named like nothing of its own', (long: string) => `${LINK} type ${long} { a: Int }`],
    ['is not linked', (long: string) => `${LINK} extend schema @link(url: "https://${long}.example/v1")`],
  ])('at a length that can be read, also where what %s is long', (_, sdl) => {
    const problems = judge(sdl('x'.repeat(50_000)));
    expect(problems).not.toEqual([]);
    for (const { message, coordinate = '' } of problems) {
      expect(message.length).toBeLessThanOrEqual(1_000);
      expect(coordinate.length).toBeLessThanOrEqual(1_000);
    }
  });

  test('shadows a type of another partner', () => {
    const taken = new Set([...TAKEN, 'AcmeReport']);
    const [problem] = judgePartnerSchema(`${LINK} type AcmeReport { a: Int }`, ACME, taken);
    expect(problem).toMatchObject({ code: 'PARTNER_SHADOWS', coordinate: 'AcmeReport' });
  });

  test('breaks more rules than anybody would read, with the first of them', () => {
    const sdl = `${LINK} ${Array.from({ length: 150 }, (_, i) => `\nscalar Wrong${i}`).join('')}`;
    const problems = judge(sdl);
    expect(problems).toHaveLength(50);
    expect(problems[0]).toMatchObject({ line: 2, coordinate: 'Wrong0' });
  });
});

test('every rule is broken by one of these', () => {
  expect([...new Set(REFUSALS.map(([rule]) => rule))].sort()).toEqual(Object.keys(PARTNER_RULES).sort());
});
