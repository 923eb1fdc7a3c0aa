import { describe, expect, test } from '@jest/globals';
import { buildSchema, Kind, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { coordinatesUsed } from '../../../../gateway/supergraph/usage/coordinatesUsed.js';

const SCHEMA = buildSchema(`
  type Query { item(id: ID!, at: Place): Named  things(by: By, order: Order): [Thing!]! }
  interface Named { name: String }
  type Item implements Named { name: String  count: Int }
  type Gadget implements Named { name: String  price: Int }
  union Thing = Item | Gadget
  enum Order { UP DOWN }
  input By { name: String  order: Order  place: Place }
  input Place { x: Int  y: Int  near: Place }
`);

const used = (text: string, name?: string) => {
  const document = parse(text);
  const operations = document.definitions.filter(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  return coordinatesUsed(
    SCHEMA,
    document,
    operations.find((one) => one.name?.value === name) ?? operations[0]!,
  );
};

describe('an operation uses', () => {
  test.each([
    [
      'fields and their types, under whatever alias',
      '{ a: item(id: 1) { b: name } }',
      ['Query.item', 'Query.item(id:)', 'Named.name', 'Named', 'String'],
    ],
    [
      'the fields of all who implement an interface',
      '{ item(id: 1) { name } }',
      ['Item.name', 'Gadget.name'],
    ],
    [
      'what fragments name',
      '{ things { ... on Item { count } ...g } } fragment g on Gadget { price }',
      ['Item.count', 'Gadget.price', 'Gadget', 'Thing'],
    ],
    [
      'values and fields that are written out',
      '{ things(by: { name: "x" }, order: UP) { __typename } }',
      ['By.name', 'By', 'Order.UP', 'Query.things(order:)'],
    ],
    [
      'all that a variable may hold',
      'query ($by: By) { things(by: $by) { __typename } }',
      ['By.*', 'Place.*', 'Order.*', 'Order', 'Place'],
    ],
  ])('%s', (_, text, want) => {
    expect(used(text)).toEqual(expect.arrayContaining(want));
  });

  test.each([
    [
      'nothing of another operation of the document',
      'query A { item(id: 1) { name } } query B { things { ... on Item { count } } }',
      ['Item.count', 'Query.things'],
    ],
    [
      'nothing of a fragment that it does not spread',
      '{ item(id: 1) { name } } fragment f on Item { count }',
      ['Item.count'],
    ],
    ['no value that it does not name', '{ things(order: UP) { __typename } }', ['Order.DOWN', 'Order.*']],
    ['no argument that it leaves out', '{ item(id: 1) { name } }', ['Query.item(at:)', 'Place']],
  ])('%s', (_, text, not) => {
    expect(used(text, text.includes('query A') ? 'A' : undefined).filter((one) => not.includes(one))).toEqual(
      [],
    );
  });

  test('nothing when it asks for the schema alone', () => {
    expect(used('{ __schema { types { name fields { name } } } __typename }')).toEqual([]);
  });

  test('each fragment once, in however many ways it is spread', () => {
    const links = Array.from(
      { length: 60 },
      (_, i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`,
    );
    expect(used(`{ ...f0 } ${links.join(' ')} fragment f60 on Query { item(id: 1) { name } }`)).toContain(
      'Query.item',
    );
  });
});
