import { beforeAll, describe, expect, test } from '@jest/globals';
import { perform } from '../../../wallet/client/mutation.js';
import { awaited } from '../../../wallet/demo/pool.js';
import { submitProposal } from '../../../wallet/operations/governance.js';
import { publishDataset } from '../../../wallet/operations/data.js';
import { DemoPeople } from '../../support/demoPeople.js';
import type { Installation } from '../../support/installation.js';

const CATALOGUE =
  '{ cooperative(slug: "drivers") { name datasets { nodes { title } } proposals { nodes { title } } } }';

/** What strangers see of three services through a gateway that keeps it, while stewards change it. */
export function describePublicAnswers(given: () => Installation): void {
  describe('what everybody may see', () => {
    let house: Installation;
    let people: DemoPeople;

    beforeAll(async () => {
      house = given();
      people = new DemoPeople(house);
    });

    test('is kept, and said to be the same for everybody', async () => {
      await ask();
      const before = await outcomes();
      const { headers } = await ask();
      expect(headers.get('cache-control')).toBe('public, max-age=10');
      const after = await outcomes();
      expect(after.hit).toBeGreaterThan(before.hit);
      expect(after.miss).toBe(before.miss);
    });

    test('shows a dataset that was published, though the list was kept without it', async () => {
      const drivers = people.cooperative('drivers');
      const steward = await people.signedIn('drivers/steward');
      expect((await ask()).titles).not.toContain('Waits at LaGuardia');
      const column = { name: 'waited', type: 'INTEGER', unit: 'min', meaning: 'Waited at the airport.' };
      await perform(steward.client, publishDataset, {
        cooperative: drivers.id,
        title: 'Waits at LaGuardia',
        description: 'How long our members waited for a fare.',
        keywords: ['airport'],
        themes: ['transport'],
        columns: [{ ...column, sensitivity: 'ORDINARY', bounds: { min: 0, max: 240 }, categories: null }],
        temporal: null,
        spatial: null,
        rowsPerMemberMax: 40,
      });
      await awaited('strangers see the dataset', async () =>
        (await ask()).titles.find((title) => title === 'Waits at LaGuardia'),
      );
      await awaited('the list is kept again', async () => {
        const { miss } = await outcomes();
        await ask();
        return (await outcomes()).miss === miss ? true : undefined;
      });
    });

    test('shows a proposal that was submitted', async () => {
      const drivers = people.cooperative('drivers');
      const steward = await people.signedIn('drivers/steward');
      await perform(steward.client, submitProposal, {
        cooperative: drivers.id,
        kind: 'RESOLUTION',
        title: 'Shown at once',
        body: 'What everybody may see is to be seen.',
        resolution: { text: 'We are seen.' },
      });
      await awaited('strangers see the proposal', async () =>
        (await ask()).titles.find((title) => title === 'Shown at once'),
      );
    });

    test('is not what a member sees of themselves', async () => {
      const member = await people.signedIn('drivers/steward');
      const { viewer } = await member.client.execute<{ viewer: { did: string } }>('{ viewer { did } }');
      expect(viewer.did).toBe(member.key.did);
      const stranger = await people.anyone.execute<{ viewer: null }>('{ viewer { did } }');
      expect(stranger.viewer).toBeNull();
    });

    async function ask(): Promise<{ headers: Headers; titles: string[] }> {
      const reply = await fetch(`${house.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: CATALOGUE }),
      });
      const { data } = (await reply.json()) as { data: { cooperative: Record<string, Titled> } };
      const { datasets, proposals } = data.cooperative;
      return {
        headers: reply.headers,
        titles: [...datasets!.nodes, ...proposals!.nodes].map(({ title }) => title),
      };
    }

    /** How often the cache was looked into, by what came of it. */
    async function outcomes(): Promise<Record<'hit' | 'miss', number>> {
      const text = await (await fetch(`${house.url}/metrics`)).text();
      const of = (outcome: string): number =>
        Number(new RegExp(`looks_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
      return { hit: of('hit'), miss: of('miss') };
    }
  });
}

interface Titled {
  nodes: { title: string }[];
}
