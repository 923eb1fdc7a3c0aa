import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isLeafType, isObjectType, parse } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { LOG_SUBGRAPH } from '../../gateway/log/logSubgraph.js';
import { LOG_SDL } from '../../gateway/log/schema.js';
import { schemasOfServices } from '../../gateway/services.js';
import { apolloComposer } from '../../gateway/supergraph/compose.js';
import { composePublicSchema } from '../../gateway/supergraph/publicSchema.js';
import { cachingFacts } from '../../gateway/engine/planner/cachingFacts.js';
import type { CachingRule } from '../../gateway/engine/planner/cachingFacts.js';
import { readPolicy } from '../support/policyTable.js';

const rows = readPolicy(new URL('policy.csv', import.meta.url));

/** What is declared to be the same for everybody, against what each viewer was found to get. */
describe('the fields that are declared public', () => {
  let kept: string[];
  beforeAll(async () => {
    const subgraphs = [...(await schemasOfServices()), { name: LOG_SUBGRAPH, sdl: LOG_SDL }];
    const { rules } = cachingFacts(parse(apolloComposer.compose(subgraphs)));
    kept = keptFields(await composePublicSchema(), rules);
  });

  it('are those of the catalogue, of charters, of proposals, of co-ops and of their runs', () => {
    expect(kept).toEqual(
      expect.arrayContaining([
        'Charter.text',
        'Cooperative.charter',
        'Cooperative.name',
        'Dataset.offers',
        'Dataset.title',
        'DividendRun.pool',
        'LicenceOffer.price',
        'Proposal.state',
        'Query.datasets',
        'Query.logKeys',
        'Tally.outcome',
      ]),
    );
  });

  it.each([
    'Cooperative.members',
    'Cooperative.stewards',
    'Dataset.privacyBudget',
    'Invoice.amount',
    'Licence.offer',
    'PrivacyBudget.spent',
    'Proposal.proposer',
    'Query.auditTrail',
    'Query.checkpoint',
    'Query.clock',
    'Query.viewer',
  ])('are not %s', (field) => {
    expect(kept).not.toContain(field);
  });

  it('are read by every viewer, as the policy table found', () => {
    const closed = kept.flatMap((field) => {
      const found = rows.filter((row) => `${row.type}.${row.field}` === field);
      const open = found.filter(({ cells }) => Object.values(cells).every((cell) => cell === 'yes'));
      // Its own service says what a thing is; another may point at it from where only some can look.
      const isPointer = /^(Money|TimeSpan|PageInfo)\.|\.id$/.test(field);
      return open.length === found.length || (isPointer && open.length > 0) ? [] : [field];
    });
    expect(closed).toEqual([]);
  });
});

function keptFields(schema: GraphQLSchema, rules: Readonly<Record<string, CachingRule>>): string[] {
  const isKept = (rule: CachingRule | undefined): boolean =>
    rule !== undefined && (rule.inherits ?? (rule.maxAge ?? 0) > 0);
  const types = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );
  const kept = new Set<string>();
  for (const type of types) {
    for (const field of Object.values(type.getFields())) {
      const given = getNamedType(field.type);
      const own = rules[`${type.name}.${field.name}`];
      const byType = isLeafType(given) ? isKept(rules[type.name]) : isKept(rules[given.name]);
      const isReached = isKept(rules[type.name]) || type.name === 'Query';
      if (own ? isKept(own) : byType && isReached) {
        kept.add(`${type.name}.${field.name}`);
      }
      if (!own || !isKept(own) || !isObjectType(given) || rules[given.name]) continue;
      for (const below of Object.values(given.getFields())) {
        if (isLeafType(getNamedType(below.type)) || isKept(rules[getNamedType(below.type).name])) {
          kept.add(`${given.name}.${below.name}`);
        }
      }
    }
  }
  return [...kept].sort();
}
