import { describe, expect, it } from '@jest/globals';
import { LOG_SDL } from '../../gateway/log/schema.js';
import { SERVICES } from '../support/installation.js';
import { entitiesOf, idsTaken, isTypeId, tellsApart } from '../support/policyIds.js';
import { INPUTS, LAST, inputTypeOf } from '../support/policyMutations.js';
import { SUBSCRIBED, subscriptionTo } from '../support/policySubscriptions.js';
import type { PolicyWorld } from '../support/policyWorld.js';

/** Things that anybody may know of: co-ops, what they offer, what they vote on and what they have divided. */
const PUBLIC: ReadonlySet<string> = new Set([
  ...['cooperative', 'dataset', 'offer', 'run', 'buyer'],
  ...['licenceVote', 'closedVote', 'election', 'amendment', 'policyVote', 'resolution', 'admission'],
]);
const PUBLIC_TYPES = ['Charter', 'Cooperative', 'Dataset', 'DividendRun', 'Organization', 'Proposal'];
const PUBLIC_QUERIES = ['cooperative', 'dataset', 'dividendRun', 'proposal', 'proposals'];
/** About a whole co-op, and so about nothing secret. */
const PUBLIC_LOGS = ['checkpoint', 'consistencyProof', 'inclusionProof', 'logKeys'];

/** Queries that take an id of something secret: the service, the things to ask for, and what is asked. */
const QUERIES: Readonly<
  Record<string, readonly [service: string, things: readonly string[], asked: string]>
> = {
  member: ['membership', ['self', 'memberOfIt'], 'member(id: $id) { id cooperative { id } displayName }'],
  licence: ['data', ['licence', 'negotiated'], 'licence(id: $id) { id state }'],
  computeJob: ['data', ['job'], 'computeJob(id: $id) { id state }'],
  estimateJob: [
    'data',
    ['licence', 'negotiated'],
    'estimateJob(input: { licence: $id, spec: { measures: [{ kind: "COUNT" }], epsilon: "1" } }) { epsilon }',
  ],
  invoice: ['payouts', ['invoice'], 'invoice(id: $id) { id state }'],
  auditTrail: ['log', ['self'], 'auditTrail(cooperative: $cooperative, subject: $id) { nodes { type } }'],
};

/** By type of entity, a thing of its kind. */
const THINGS: Readonly<Record<string, string>> = {
  Member: 'self',
  Licence: 'licence',
  LicenceOffer: 'negotiatedOffer',
  ComputeJob: 'job',
  Consent: 'consent',
  Invoice: 'invoice',
  Dividend: 'dividend',
};

/** A foreign thing and none at all look the same, by whichever way one asks for them. */
export function describeSecretIds(given: () => PolicyWorld): void {
  describe('an id that is foreign', () => {
    const sdlOf = (service: (typeof SERVICES)[number]) => given().services.get(service)!.sdl();

    it.each(Object.entries(QUERIES))(
      'looks like none to the query %s',
      async (_, [service, things, asked]) => {
        const told: string[] = [];
        const { cooperative } = given().own;
        const inLog = service === 'log';
        const document = `query ($id: ID!${inLog ? ', $cooperative: ID!' : ''}) { ${asked} }`;
        const variables = (id: string) => ({ id, ...(inLog && { cooperative }) });
        for (const thing of things) {
          for (const door of inLog ? (['gateway'] as const) : (['subgraph', 'gateway'] as const)) {
            told.push(...(await tellsApart(given(), { door, service, thing }, document, variables)));
          }
        }
        expect(told).toEqual([]);
      },
    );

    it.each(SERVICES)('looks like none when %s is asked for it as an entity', async (service) => {
      const told: string[] = [];
      const entities = entitiesOf(service, await sdlOf(service));
      expect([...Object.keys(THINGS), ...PUBLIC_TYPES]).toEqual(expect.arrayContaining([...entities.keys()]));
      for (const [type, selections] of entities) {
        const thing = THINGS[type];
        if (thing === undefined) continue;
        const asked = selections.map(
          (selection, index) =>
            `f${index}: _entities(representations: [{ __typename: "${type}", id: $id }]) { ... on ${type} { ${selection} } }`,
        );
        const document = `query ($id: ID!) { ${asked.join(' ')} }`;
        told.push(...(await tellsApart(given(), { door: 'subgraph', service, thing }, document)));
      }
      expect(told).toEqual([]);
    });

    it.each(Object.entries(SUBSCRIBED).filter(([, [, thing]]) => !PUBLIC.has(thing)))(
      'looks like none to the subscription %s',
      async (field, [, thing]) => {
        const service = await ownerOf(given(), field, 'Subscription');
        const told: string[] = [];
        for (const door of ['subgraph', 'gateway'] as const) {
          told.push(...(await tellsApart(given(), { door, service, thing }, subscriptionTo(field))));
        }
        expect(told).toEqual([]);
      },
    );

    it.each(Object.keys(INPUTS).filter((name) => !LAST.includes(name)))(
      'looks like none to the mutation %s',
      async (name) => {
        const { own, foreign } = given();
        const told: string[] = [];
        const service = await ownerOf(given(), name);
        const document = `mutation ($input: ${inputTypeOf(name)}!) { ${name}(input: $input) { __typename } }`;
        const secret = usedBy(name, own).filter((thing) => !PUBLIC.has(thing) && thing in foreign);
        for (const thing of secret) {
          const variables = (id: string) => ({ input: INPUTS[name]!({ ...own, [thing]: id }) });
          for (const door of ['subgraph', 'gateway'] as const) {
            told.push(...(await tellsApart(given(), { door, service, thing }, document, variables)));
          }
        }
        expect(told).toEqual([]);
      },
    );

    it('is tried in the place of every id that a mutation takes', async () => {
      const untried: string[] = [];
      for (const service of SERVICES) {
        for (const [name, ids] of idsTaken(await sdlOf(service), 'Mutation')) {
          const input = INPUTS[name]?.(given().own) ?? {};
          const tried = (id: string) => [input[id]].flat().every(isTypeId);
          untried.push(...ids.filter((id) => !tried(id)).map((id) => `${name}.${id}`));
        }
      }
      expect(untried).toEqual([]);
    });

    it('is tried in the place of every id that a query takes, unless all may know of it', async () => {
      const queries = await Promise.all(
        SERVICES.map(async (service) => idsTaken(await sdlOf(service), 'Query')),
      );
      const taking = [...queries, idsTaken(LOG_SDL, 'Query')].flatMap((all) =>
        [...all].filter(([, ids]) => ids.length > 0).map(([name]) => name),
      );
      const known = [...Object.keys(QUERIES), ...PUBLIC_QUERIES, ...PUBLIC_LOGS];
      expect(known).toEqual(expect.arrayContaining(taking));
    });
  });
}

/** The things that a mutation's input names. */
function usedBy(name: string, own: PolicyWorld['own']): string[] {
  const used = new Set<string>();
  const watched = new Proxy(own, {
    get(things, thing: string) {
      used.add(thing);
      return things[thing];
    },
  });
  INPUTS[name]!(watched);
  return [...used];
}

async function ownerOf(
  { services }: PolicyWorld,
  field: string,
  root: 'Mutation' | 'Subscription' = 'Mutation',
): Promise<string> {
  for (const [name, service] of services) {
    if (idsTaken(await service.sdl(), root).has(field)) return name;
  }
  throw new Error(`nobody has ${field}`);
}
