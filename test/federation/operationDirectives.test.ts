import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

/** Both know how loud to say it, by a directive that is composed; `@hush` is the first's own. */
const LOUD = `
  extend schema
    @link(url: "https://specs.toys.example/loud/v1.0", import: ["@loud"])
    @composeDirective(name: "@loud")
  directive @loud(by: Int! = 2, how: How) on FIELD
  directive @twice on FIELD
  enum How { SHRILL DEEP }
`;

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'first',
      typeDefs: `${LOUD}
        directive @hush on FIELD
        type Query { word: Word }
        type Word @key(fields: "id") { id: ID!, text: String }
      `,
      resolvers: { Query: { word: () => ({ id: 'w', text: 'hey' }) } },
    },
    {
      name: 'second',
      typeDefs: `${LOUD} type Word @key(fields: "id") { id: ID!, echo: String }`,
      resolvers: { Word: { echo: () => 'ey' } },
    },
  );
});

describe('a directive in an operation', () => {
  test.each([
    ['that is composed', '{ word { text @loud echo @loud } }', '@loud'],
    ['that is composed, with arguments', '{ word { echo @loud(by: 3, how: DEEP) } }', '@loud(by:3 how:DEEP)'],
    ['that all subgraphs define', '{ word { echo @twice } }', '@twice'],
  ])('%s goes to the subgraph of its field', async (_, query, written) => {
    const data = { word: { ...(query.includes('text') && { text: 'hey' }), echo: 'ey' } };
    await expectAnswer(federation, { name: '', query, data });
    expect(federation.requests.at(-1)).toMatchObject({ subgraph: 'second' });
    expect(federation.requests.at(-1)!.query).toContain(`echo${written}`);
  });

  test('goes with a variable', async () => {
    const query = 'query ($by: Int!) { word { echo @loud(by: $by) } }';
    await expectAnswer(federation, {
      name: '',
      query,
      variables: { by: 4 },
      data: { word: { echo: 'ey' } },
    });
    expect(federation.requests.at(-1)!.variables).toMatchObject({ by: 4 });
  });

  test.each([
    ['is of one subgraph alone', '{ word { text @hush } }'],
    ['is nobody’s', '{ word { text @unknown } }'],
    ['stands elsewhere than it may', 'query @loud { word { text } }'],
    ['has an argument that it has not', '{ word { text @loud(to: 1) } }'],
  ])('is refused where it %s', async (_, query) => {
    federation.requests.length = 0;
    const { data, errors } = await federation.execute({ query });
    expect([data, errors?.length, federation.requests]).toEqual([undefined, 1, []]);
  });
});
