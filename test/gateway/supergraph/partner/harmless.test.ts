import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  parse,
  printType,
  visit,
} from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { judgePartnerSchema } from '../../../../gateway/supergraph/partner/judge.js';
import { OPEN_ENTITIES } from '../../../../gateway/supergraph/partner/openEntities.js';
import { isFieldOf, isTypeOf } from '../../../../gateway/supergraph/partner/prefix.js';
import { composeWith, LINK, TAKEN } from '../support/core.js';

// cspell:ignore acmea acmee
const ACME = { name: 'acme', prefix: 'Acme' };

/** Mostly what a partner may write, so that much of it passes, and in every place something that touches the core. */
const often = <T>(usual: T, ...unusual: T[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...unusual) },
  );

const mark = often(
  '',
  '@shareable',
  '@inaccessible',
  '@override(from: "data")',
  '@external',
  '@tag(name: "x")',
  '@deprecated',
);
const described = often('', '"Acme’s word."');
const outputType = fc.constantFrom(
  'Int',
  'ID',
  '[String!]',
  'AcmeA',
  'Dataset',
  '[Cooperative]',
  'AcmeE',
  'ID!',
  'Member',
  'DateTime',
  'Found',
);
const fieldName = (own: string) => often(own, 'title', 'name', 'id', 'slug', 'datasets', '_service');

const field = (own: string) =>
  fc
    .tuple(described, fieldName(own), often('', '(a: Int)', '(a: AcmeI)', '(a: JoinInput)'), outputType, mark)
    .map(([text, name, given, type, marks]) => `${text} ${name}${given}: ${type} ${marks}`);

const openEntity = (name: string) =>
  fc
    .tuple(
      described,
      often('type', 'extend type', 'interface'),
      often(
        '@key(fields: "id")',
        '',
        '@key(fields: "slug")',
        '@key(fields: "id") @key(fields: "slug")',
        '@key(fields: "id", resolvable: false)',
      ),
      mark,
      often(
        'id: ID!',
        'id: ID! @external',
        'id: ID',
        'id: ID! slug: String! @external',
        'id: ID! @shareable',
      ),
      field('acmeField'),
    )
    .map(
      ([text, kind, key, marks, id, added]) =>
        `${kind === 'type' ? text : ''} ${kind} ${name} ${key} ${marks} { ${id} ${added} }`,
    );

const ownType = fc
  .tuple(
    often('type AcmeA', 'type Member', 'type Acmea', 'interface Person'),
    often('', '@key(fields: "id")', '@shareable'),
    field('a'),
    field('b'),
  )
  .map(([name, marks, a, b]) => `${name} ${marks} { id: ID! ${a} ${b} }`);

const partnerSdl = fc
  .tuple(
    often(
      LINK,
      '',
      `${LINK} extend schema @link(url: "https://specs.apollo.dev/tag/v0.3")`,
      'schema { query: Query }',
    ),
    often(
      '',
      'enum MemberOrder { ACME }',
      'scalar DateTime',
      'type Mutation { acmeDo: Int }',
      'union Found = AcmeA',
      'input JoinInput { name: String }',
    ),
    ownType,
    openEntity('Dataset'),
    openEntity('Cooperative'),
    field('acmeRoot').map((root) => `type Query { ${root} }`),
    often('enum AcmeE { A B }', 'enum AcmeE { A B @inaccessible }', 'enum Acmee { A }'),
    often('input AcmeI { a: Int }', 'input AcmeI { a: JoinInput }'),
  )
  .map((parts) => parts.join('\n'));

describe('whatever a partner writes', () => {
  test('what gets through leaves the core as it was', () => {
    const core = composeWith().api;
    let composed = 0;
    fc.assert(
      fc.property(partnerSdl, (sdl) => {
        if (judgePartnerSchema(sdl, ACME, TAKEN).length > 0) return;
        const whole = attempt(() => composeWith({ name: 'acme', sdl }));
        // What does not compose gets no further either.
        if (!whole) return;
        composed += 1;
        expect(withoutPartner(whole.api)).toEqual(withoutPartner(core));
        expect(fieldsAnswered(whole.supergraphSdl)).toEqual([]);
      }),
      { numRuns: 800 },
    );
    // Were nothing let through, the property would hold of nothing.
    expect(composed).toBeGreaterThan(10);
  }, 60_000);

  test('what is no schema at all is refused and never thrown', () => {
    const noise = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      partnerSdl.map((sdl) => sdl.slice(0, sdl.length / 2)),
    );
    fc.assert(
      fc.property(noise, (sdl) => {
        expect(judgePartnerSchema(`${sdl}{`, ACME, TAKEN)).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Every type as clients see it, less what bears the partner's name. */
function withoutPartner(api: GraphQLSchema): Record<string, string> {
  const types = Object.values(api.getTypeMap()).filter(
    (type) => !isTypeOf('Acme', type.name) && !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  return Object.fromEntries(
    types.map((type) => {
      if (!isObjectType(type)) return [type.name, printType(type)];
      const config = type.toConfig();
      const fields = Object.entries(config.fields).filter(([name]) => !isFieldOf('Acme', name));
      const printed = fields.map(([name, { type: answer, args, description, deprecationReason }]) =>
        [
          name,
          String(answer),
          Object.entries(args ?? {})
            .map(([arg, given]) => `${arg}: ${String(given.type)}`)
            .sort(),
          description,
          deprecationReason,
        ].join(' | '),
      );
      return [type.name, [type.description, ...printed.sort()].join('\n')];
    }),
  );
}

/** Fields of the core that the planner would ask of the partner: none, but for the keys that it gives back. */
function fieldsAnswered(supergraphSdl: string): string[] {
  const found: string[] = [];
  visit(parse(supergraphSdl), {
    ObjectTypeDefinition(type) {
      for (const answered of type.fields ?? []) {
        const ofPartner = answered.directives?.some(
          ({ name, arguments: given }) =>
            name.value === 'join__field' &&
            given?.some(({ value }) => value.kind === Kind.ENUM && value.value === 'ACME'),
        );
        const isOwn = isTypeOf('Acme', type.name.value) || isFieldOf('Acme', answered.name.value);
        const isKey = OPEN_ENTITIES.get(type.name.value)?.key === answered.name.value;
        if (ofPartner && !isOwn && !isKey) found.push(`${type.name.value}.${answered.name.value}`);
      }
    },
  });
  return found;
}
