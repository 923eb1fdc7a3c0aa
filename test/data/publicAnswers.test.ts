import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startToyGateway } from '../gateway/support/toys.js';
import type { ToyGateway, ToyReply } from '../gateway/support/toys.js';
import type { SubgraphRequest } from '../../subgraphs/kit/wire/transport.js';
import { until } from '../support/testService.js';
import { charterTerms } from './support/charter.js';
import { World, datasetInput } from './support/world.js';
import type { Member } from './support/world.js';

const CATALOGUE = '{ datasets(orderBy: TITLE) { nodes { id title offers { id } } totalCount } }';
const PUBLISH = 'mutation ($input: PublishDatasetInput!) { publishDataset(input: $input) { id } }';

/** The data service itself, with its own journal, behind a gateway that keeps public answers. */
describe('the catalogue, kept by the gateway', () => {
  let world: World;
  let gateway: ToyGateway;
  let steward: Member;
  const asked: SubgraphRequest[] = [];

  beforeAll(async () => {
    world = await World.open();
    steward = await world.admit(await world.found(), 'STEWARD');
    await world.publish(steward, { title: 'A first one' });
    const { service } = world.service;
    const transport = {
      ...service,
      execute: (request: SubgraphRequest) => {
        asked.push(request);
        return service.execute(request);
      },
    };
    gateway = await startToyGateway(world.service.keys, [transport]);
    await until(
      async () => (await requestsFor(() => gateway.ask(CATALOGUE))) === 0,
      'the journal to be heard of',
    );
  });
  afterAll(async () => {
    await gateway.stop();
    await world.stop();
  });

  async function requestsFor(work: () => Promise<unknown>): Promise<number> {
    const before = asked.length;
    await work();
    return asked.length - before;
  }

  function titles({ body }: ToyReply): string[] {
    const { nodes } = body.data!.datasets as { nodes: { title: string }[] };
    return nodes.map(({ title }) => title);
  }

  async function offersOn(id: string): Promise<unknown[]> {
    const one = 'query ($id: ID!) { dataset(id: $id) { title offers { id } } }';
    return ((await gateway.ask(one, { id })).body.data!.dataset as { offers: unknown[] }).offers;
  }

  function tokenOf({ did }: Member): Record<string, string> {
    return { authorization: `Bearer ${gateway.issuer.token({ sub: did })}` };
  }

  it('shows strangers a dataset as soon as the journal says that it was published', async () => {
    expect(titles(await gateway.ask(CATALOGUE))).toEqual(['A first one']);
    await world.publish(steward, { title: 'B second one' });
    await world.service.journalled('DatasetPublished', 2);
    await until(async () => titles(await gateway.ask(CATALOGUE)).length === 2, 'the new dataset to be shown');
    expect(await requestsFor(() => gateway.ask(CATALOGUE))).toBe(0);
  });

  it('shows whoever published it at once, before the journal has said so', async () => {
    const headers = tokenOf(steward);
    const input = datasetInput(steward.cooperative);
    const { body } = await gateway.ask(PUBLISH, { input: { ...input, title: 'C third one' } }, headers);
    expect(body.errors).toBeUndefined();
    expect(titles(await gateway.ask(CATALOGUE, undefined, headers))).toContain('C third one');
  });

  it('shows an offer on a dataset that was kept without it', async () => {
    const id = await world.publish(steward, { title: 'D with an offer' });
    const offers = () => offersOn(id);
    await until(async () => (await requestsFor(offers)) === 0, 'it to be kept');
    expect(await offers()).toEqual([]);
    await world.offer(steward, id);
    await until(async () => (await offers()).length === 1, 'the offer to be shown');
  });

  it('shows a dataset without the offers that its charter forbids since', async () => {
    const id = await world.publish(steward, { title: 'E with an offer for a while' });
    await world.offer(steward, id);
    const offers = () => offersOn(id);
    await until(
      async () => (await offers()).length === 1 && (await requestsFor(offers)) === 0,
      'it to be kept',
    );
    await world.enactCharter(
      steward.cooperative,
      2,
      charterTerms({ prohibitedPurposes: ['dpv:AcademicResearch'] }),
    );
    await until(async () => (await offers()).length === 0, 'the offer to be gone');
  });

  it('says the same to everybody: to strangers, members and stewards', async () => {
    const member = await world.admit(steward.cooperative);
    const buyer = await world.register();
    const [stranger, ...others] = await Promise.all(
      [undefined, member.did, steward.did, buyer.did].map((did) => world.service.ask(did, EVERYTHING)),
    );
    expect(stranger!.codes).toEqual([]);
    for (const { data } of others) expect(data).toEqual(stranger!.data);
  });

  it('does not say for how long budgets may be kept, which are each buyer’s own', async () => {
    const query = '{ datasets { nodes { title privacyBudget { total spent } } } }';
    const { headers } = await gateway.ask(query);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await requestsFor(() => gateway.ask(query))).toBe(1);
  });
});

/** All that this service declares public, below its catalogue. */
const EVERYTHING = `{
  datasets(orderBy: TITLE) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    facets { themes { value count } cooperatives { value count } purposes { value count } }
    edges { cursor node { id } }
    nodes {
      id title description keywords themes spatial contributorCount recordCount publishedAt
      schema { rowsPerMemberMax columns { name type unit meaning sensitivity categories bounds { min max } } }
      temporal { from until }
      quality { documentedBp completenessBp }
      distributions { id kind title mediaType }
      source { kind name }
      provenance { document entities { id label } agents { id label } activities { id label startedAt endedAt } }
      offers {
        id digest charterVersion purposes prohibited duties termDays policy madeAt
        price { model amount { amountMinor currency } jobPrice { amountMinor currency } }
      }
      cooperative { id }
    }
  }
}`;
