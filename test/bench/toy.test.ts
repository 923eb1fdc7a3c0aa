import { describe, expect, it } from '@jest/globals';
import { ANSWERS } from '../../bench/gateway/limit/answers.js';
import { askInProcess } from '../../bench/gateway/limit/ask.js';
import { ToyExecutor } from '../../bench/gateway/toy/executor.js';
import { CASES, QUERIES } from '../../bench/gateway/toy/queries.js';
import { referenceAnswer } from '../../bench/gateway/toy/reference.js';
import { toySubgraphs } from '../../bench/gateway/toy/subgraphs.js';
import { composeToy } from '../../bench/gateway/toy/supergraph.js';

const executorOf = (name: string): ToyExecutor =>
  new ToyExecutor(toySubgraphs.find((subgraph) => subgraph.name === name)!);

describe('the toy that gateways are measured with', () => {
  it('composes', () => {
    const urls = new Map(toySubgraphs.map(({ name }) => [name, `http://127.0.0.1:1/${name}`]));
    expect(composeToy(urls)).toContain('http://127.0.0.1:1/reviews');
  });

  it.each(CASES)('is answered by hand, over its subgraphs, as graphql-js answers it: %s', async (name) => {
    expect(await ANSWERS[name](askInProcess())).toEqual(await referenceAnswer(QUERIES[name]));
  });

  it('is about as large as what was measured before', async () => {
    const bytes = JSON.stringify({ data: await referenceAnswer(QUERIES.big) }).length;
    expect(bytes).toBeGreaterThan(80_000);
    expect(bytes).toBeLessThan(96_000);
  });

  it.each([
    {
      name: 'an entity that is not there',
      subgraph: 'products',
      query: 'query($r:[_Any!]!){_entities(representations:$r){...on Product{upc}}}',
      variables: {
        r: [
          { __typename: 'Product', upc: 'p1' },
          { __typename: 'Product', upc: 'none' },
        ],
      },
      want: { _entities: [{ upc: 'p1' }, null] },
    },
    {
      name: 'a type that it does not own',
      subgraph: 'products',
      query: 'query($r:[_Any!]!){_entities(representations:$r){...on User{id}}}',
      variables: { r: [{ __typename: 'User', id: 'u1' }] },
      want: { _entities: [null] },
    },
    {
      name: 'aliases, named fragments and type names',
      subgraph: 'accounts',
      query: '{ a: me { ...Both } a: me { __typename } } fragment Both on User { called: name username }',
      variables: {},
      want: { a: { called: 'Ines Carvalho', username: 'ines', __typename: 'User' } },
    },
    {
      name: 'an argument given by a variable',
      subgraph: 'products',
      query: 'query($n:Int){topProducts(first:$n){upc}}',
      variables: { n: 1 },
      want: { topProducts: [{ upc: 'p1' }] },
    },
  ])('knows $name', ({ subgraph, query, variables, want }) => {
    expect(executorOf(subgraph).execute(query, variables)).toEqual(want);
  });

  it('makes objects that whoever asked may add to', () => {
    const accounts = executorOf('accounts');
    const first = accounts.execute('{me{name}}') as { me: Record<string, unknown> };
    first.me.added = true;
    expect(accounts.execute('{me{name}}')).toEqual({ me: { name: 'Ines Carvalho' } });
  });
});
