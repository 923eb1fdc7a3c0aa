import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LOG_SDL } from '../../gateway/log/schema.js';
import { measureFields, nameOfField } from '../support/policyMeasure.js';
import type { Measured } from '../support/policyMeasure.js';
import { measureMutations } from '../support/policyMeasureMutations.js';
import { LAST, PAYLOADS } from '../support/policyMutations.js';
import { SUBSCRIBED, measureSubscriptions } from '../support/policySubscriptions.js';
import { fieldsOf, readPolicy } from '../support/policyTable.js';
import type { PolicyRow, SchemaField } from '../support/policyTable.js';
import { FOREIGN, OWN, SELF, VIEWERS } from '../support/policyViewers.js';
import type { ViewerName } from '../support/policyViewers.js';
import type { PolicyWorld } from '../support/policyWorld.js';

const MEASURE_MS = 120_000;
const NOT_QUERIED: ReadonlySet<string> = new Set(['Mutation', 'Subscription']);
const rows = new Map(
  readPolicy(new URL('policy.csv', import.meta.url)).map((row) => [nameOfField(row), row]),
);

/** Every field of every subgraph, asked for by everybody, against the cells of `policy.csv`. */
export function describePolicyTable(given: () => PolicyWorld): void {
  describe('the policy table', () => {
    let schema: SchemaField[];
    /** Fields of the four subgraphs that a query reaches. */
    let queried: SchemaField[];
    const log = fieldsOf('log', LOG_SDL);
    const mutations = (last: boolean) =>
      schema.filter(({ type, field }) => type === 'Mutation' && LAST.includes(field) === last);

    beforeAll(async () => {
      const sdls = [...given().services].map(async ([name, service]) => fieldsOf(name, await service.sdl()));
      schema = (await Promise.all(sdls)).flat();
      const isPayload = ({ service, type }: SchemaField) => `${service} ${type}` in PAYLOADS;
      queried = schema.filter((field) => !NOT_QUERIED.has(field.type) && !isPayload(field));
    });

    it('has a row for each field, and none for another', () => {
      const names = [...schema, ...log].map(nameOfField).sort();
      expect([...rows.keys()].sort()).toEqual(names);
    });

    it('has reasons for fields that are there', () => {
      const reasons = readFileSync(new URL('reasons.md', import.meta.url), 'utf8');
      const named = [...reasons.matchAll(/^\| `(\w+) (\w+)\.(\w+|\*)`/gm)];
      expect(named.length).toBeGreaterThan(0);
      for (const [, service, type, field] of named) {
        const fits = [...rows.values()].filter((row) => row.service === service && row.type === type);
        expect(fits.map((row) => row.field)).toContain(field === '*' ? fits[0]?.field : field);
      }
    });

    it(
      'says what everybody gets at the doors of the subgraphs',
      async () => {
        expect(differences(await measureFields(given(), 'subgraph', queried))).toEqual([]);
      },
      MEASURE_MS,
    );

    it(
      'says what everybody gets through the gateway, by whichever way they come',
      async () => {
        expect(differences(await measureFields(given(), 'gateway', [...queried, ...log]))).toEqual([]);
      },
      MEASURE_MS,
    );

    it.each(['foreign steward', 'member', 'other buyer'] as const)(
      'says it also of a %s who claims in a representation to be whom it concerns',
      async (viewer) => {
        const twist = (selection: string) =>
          selection.replace(/(__typename: "\w+",)/, `$1 ${claimsOf(given(), viewer)},`);
        const viewers = [viewer];
        const honest = await measureFields(given(), 'subgraph', queried, { viewers });
        expect(await measureFields(given(), 'subgraph', queried, { viewers, twist })).toEqual(honest);
      },
      MEASURE_MS,
    );

    it.each(['subgraph', 'gateway'] as const)(
      'says with what each subscription begins, at the door of the %s',
      async (door) => {
        const subscriptions = schema.filter(({ type }) => type === 'Subscription');
        expect(subscriptions.map(({ field }) => field).sort()).toEqual(Object.keys(SUBSCRIBED).sort());
        expect(differences(await measureSubscriptions(given(), door, subscriptions))).toEqual([]);
      },
      MEASURE_MS,
    );

    it(
      'says who is let through to the rules of each mutation, at the doors of the subgraphs',
      async () => {
        const tried = await measureMutations(given(), { door: 'subgraph' }, mutations(false), schema);
        expect(differences(tried)).toEqual([]);
      },
      MEASURE_MS,
    );

    it(
      'says who is let through to the rules of each mutation, through the gateway',
      async () => {
        const tried = await measureMutations(given(), { door: 'gateway' }, mutations(false), schema);
        expect(differences(tried)).toEqual([]);
      },
      MEASURE_MS,
    );

    it(
      'says who may leave and be erased',
      async () => {
        const direct = await measureMutations(given(), { door: 'subgraph' }, mutations(true), schema);
        expect(differences(direct)).toEqual([]);
        const others = { door: 'gateway' as const, standIn: true };
        expect(differences(await measureMutations(given(), others, mutations(true), schema))).toEqual([]);
      },
      MEASURE_MS,
    );
  });
}

/** In sentences, where what was measured is not what the table says. */
function differences(measured: Measured): string[] {
  return [...measured].flatMap(([name, cells]) => {
    const row: PolicyRow | undefined = rows.get(name);
    return VIEWERS.filter((viewer) => cells[viewer] !== row?.cells[viewer]).map(
      (viewer) => `${name}: ${viewer} gets ${cells[viewer]}, the table says ${row?.cells[viewer]}`,
    );
  });
}

/** What would open everything to that viewer, if a subgraph believed it. */
function claimsOf({ people, own }: PolicyWorld, viewer: ViewerName): string {
  const { members } = people.cooperative(OWN);
  const foreign = people.cooperative(FOREIGN);
  const claims: Partial<Record<ViewerName, object>> = {
    'foreign steward': { cooperativeId: foreign.id, memberId: foreign.members[0]!.id },
    member: { cooperativeId: own.cooperative, memberId: members[SELF + 4]!.id, standing: 'ADMITTED' },
    'other buyer': { buyerId: people.listing('pampa.agronomics').id, state: 'FINALIZED' },
  };
  return Object.entries(claims[viewer]!)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ');
}
