import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start } from '../../subgraphs/data/index.js';
import { ancestors, labelOf, PURPOSES } from '../../subgraphs/kit/domain/purposes.js';
import { startTestService } from '../support/testService.js';
import type { TestService } from '../support/testService.js';

interface Term {
  term: string;
  label: string;
  definition: string | null;
  iri: string | null;
  broader: string[];
  narrower: string[];
}

interface Page {
  purposes: { nodes: Term[]; totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

describe('the purposes', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(start, 'data');
  });
  afterAll(() => service.stop());

  const QUERY = `query ($search: String, $broader: Purpose, $first: Int!, $after: ID) {
    purposes(search: $search, broader: $broader, first: $first, after: $after) {
      nodes { term label definition iri broader narrower } totalCount pageInfo { hasNextPage endCursor }
    }
  }`;
  const ask = (variables: object) => service.ask(undefined, QUERY, { first: 100, ...variables });
  const terms = async (variables: object): Promise<string[]> =>
    (await ask(variables)).data.purposes.nodes.map(({ term }: Term) => term);

  it('are listed whole, page after page, with what is above and below each', async () => {
    const found: Term[] = [];
    for (let after: string | null = null; ;) {
      const { purposes }: Page = (await ask({ first: 40, after })).data;
      expect(purposes.totalCount).toBe(PURPOSES.length);
      found.push(...purposes.nodes);
      if (!purposes.pageInfo.hasNextPage) break;
      after = purposes.pageInfo.endCursor;
    }
    expect(found.map(({ term }) => term)).toEqual(PURPOSES);
    expect(found.filter(({ definition }) => definition === null)).toEqual([]);
    for (const { term, broader, narrower } of found) {
      for (const above of broader) expect(found.find((one) => one.term === above)!.narrower).toContain(term);
      for (const below of narrower) expect(ancestors(below)).toContain(term);
    }
  });

  it('say in words what they are, and where they are defined', async () => {
    const [research] = (await ask({ search: 'academic' })).data.purposes.nodes as Term[];
    expect(research).toEqual({
      term: 'dpv:AcademicResearch',
      label: 'Academic Research',
      definition:
        'Purposes associated with conducting or assisting with research conducted in an academic context e.g. within universities',
      iri: 'https://w3id.org/dpv#AcademicResearch',
      broader: ['dpv:ResearchAndDevelopment'],
      narrower: [],
    });
    const [pricing] = (await ask({ search: 'insurance' })).data.purposes.nodes as Term[];
    expect(pricing).toMatchObject({ term: 'coop:InsurancePricing', iri: null });
    expect(pricing!.definition).toContain('premium');
  });

  it.each([
    { search: ' ACADEMIC–research', want: ['dpv:AcademicResearch'] },
    { search: 'crm improve', want: ['dpv:ImproveInternalCRMProcesses'] },
    { search: 'premium', want: ['coop:InsurancePricing'] },
    { search: 'anti-terrorism', want: ['dpv:Counterterrorism'] },
    { search: 'research', broader: 'dpv:CommercialPurpose', want: ['dpv:CommercialResearch'] },
    { search: 'no such purpose', want: [] },
    { search: '  ', broader: 'dpv:RequestedServiceProvision', want: ['dpv:DeliveryOfGoods'] },
  ])('are found by $search below $broader', async ({ want, ...asked }) => {
    expect(await terms(asked)).toEqual(want);
  });

  it('below one are those that it covers, itself left out', async () => {
    const below = await terms({ broader: 'dpv:Marketing' });
    expect(below).toEqual(PURPOSES.filter((term) => ancestors(term).has('dpv:Marketing')));
    expect(below).toContain('coop:PredatoryAdvertising');
  });

  it.each([{ broader: 'dpv:Everything' }, { first: 101 }, { first: 0 }, { after: 'x' }])(
    'are refused for %j',
    async (wrong) => {
      expect((await ask(wrong)).codes).toEqual(['BAD_USER_INPUT']);
    },
  );

  it.each([
    ['dpv:ProtectionOfIPR', 'Protection of IPR'],
    ['dpv:ImproveInternalCRMProcesses', 'Improve Internal CRM Processes'],
    ['coop:InsurancePricing', 'Insurance Pricing'],
  ])('%s is %s', (term, label) => expect(labelOf(term)).toBe(label));
});
