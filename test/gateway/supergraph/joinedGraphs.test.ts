import { describe, expect, test } from '@jest/globals';
import { joinedGraphs } from '../../../gateway/supergraph/joinedGraphs.js';

const supergraph = (...values: string[]) =>
  `enum join__Graph { ${values.join(' ')} } type Query { me: String }`;

describe('the subgraphs of a supergraph', () => {
  test('are those that it joins, with their addresses', () => {
    const sdl = supergraph(
      'A_B @join__graph(name: "a-b", url: "http://127.0.0.1:4001/graphql?x=1")',
      'C @join__graph(url: "https://c.example/", name: "c")',
    );
    expect(joinedGraphs(sdl)).toEqual([
      { name: 'a-b', url: 'http://127.0.0.1:4001/graphql?x=1' },
      { name: 'c', url: 'https://c.example/' },
    ]);
  });

  const cases = [
    { name: 'of a text that is no GraphQL', sdl: 'type {', why: /no GraphQL/ },
    { name: 'of a schema that joins nothing', sdl: 'type Query { me: String }', why: /no supergraph/ },
    {
      name: 'of an enum without values',
      sdl: 'enum join__Graph type Query { me: String }',
      why: /no supergraph/,
    },
    { name: 'without the directive', sdl: supergraph('A'), why: /A has no name/ },
    { name: 'without a name', sdl: supergraph('A @join__graph(url: "http://a/")'), why: /A has no name/ },
    {
      name: 'without an address',
      sdl: supergraph('A @join__graph(name: "a", url: "")'),
      why: /a has no address/,
    },
    {
      name: 'at a path',
      sdl: supergraph('A @join__graph(name: "a", url: "/graphql")'),
      why: /a has no address/,
    },
    {
      name: 'in a file',
      sdl: supergraph('A @join__graph(name: "a", url: "file:///a")'),
      why: /a has no address/,
    },
    {
      name: 'by a label',
      sdl: supergraph('A @join__graph(name: "a", url: "subgraph:a")'),
      why: /a has no address/,
    },
  ];
  test.each(cases)('are refused: $name', ({ sdl, why }) => {
    expect(() => joinedGraphs(sdl)).toThrow(why);
  });
});
