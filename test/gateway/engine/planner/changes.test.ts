import { describe, expect, test } from '@jest/globals';
import { BreakingChangeType } from 'graphql';
import { changesBetween } from '../../../../gateway/engine/planner/changes.js';

const BEFORE = `
  type Query { item(id: ID!, as: String = "x"): Item  find(by: By!): Found  all(order: Order): [Item!]! }
  interface Named { name: String }
  type Item implements Named { id: ID!  name: String  count: Int! }
  type Other { id: ID! }
  union Found = Item | Other
  enum Order { UP DOWN }
  input By { id: ID  name: String }
  directive @note(text: String) repeatable on FIELD | QUERY
`;
type Case = [type: string, from: string, to: string, touches: string[] | null];

const CASES: Case[] = [
  ['FIELD_REMOVED', 'count: Int!', '', ['Item.count', 'Item.*']],
  ['FIELD_REMOVED', 'id: ID  name: String }', 'id: ID }', ['By.name', 'By.*']],
  ['FIELD_CHANGED_KIND', 'count: Int!', 'count: Int', ['Item.count', 'Item.*']],
  ['FIELD_CHANGED_KIND', 'input By { id: ID ', 'input By { id: ID! ', ['By.id', 'By.*']],
  ['TYPE_REMOVED', 'type Other { id: ID! }', '', ['Other']],
  ['TYPE_CHANGED_KIND', 'enum Order { UP DOWN }', 'scalar Order', ['Order']],
  ['TYPE_REMOVED_FROM_UNION', 'Item | Other', 'Item', ['Other', 'Found']],
  ['VALUE_REMOVED_FROM_ENUM', 'UP DOWN', 'UP', ['Order.DOWN', 'Order.*']],
  ['REQUIRED_INPUT_FIELD_ADDED', 'input By {', 'input By { must: Int!', ['By']],
  ['IMPLEMENTED_INTERFACE_REMOVED', 'Item implements Named', 'Item', ['Item', 'Named']],
  ['ARG_REMOVED', ', as: String = "x"', '', ['Query.item(as:)']],
  ['ARG_CHANGED_KIND', 'order: Order', 'order: Order!', ['Query.all(order:)']],
  ['REQUIRED_ARG_ADDED', 'item(', 'item(must: Int!, ', ['Query.item']],
  ['DIRECTIVE_REMOVED', 'directive @note(text: String) repeatable on FIELD | QUERY', '', null],
  ['DIRECTIVE_ARG_REMOVED', '@note(text: String)', '@note', null],
  ['REQUIRED_DIRECTIVE_ARG_ADDED', '@note(', '@note(must: Int! ', null],
  ['DIRECTIVE_REPEATABLE_REMOVED', 'repeatable ', '', null],
  ['DIRECTIVE_LOCATION_REMOVED', 'FIELD | QUERY', 'FIELD', null],
];

describe('what a client may notice', () => {
  test.each(CASES)('%s: %s → %s', (type, from, to, touches) => {
    let after = BEFORE.replace(from, to);
    if (type === 'TYPE_REMOVED') after = after.replace('Item | Other', 'Item');
    const found = changesBetween(BEFORE, after);
    expect(found).toContainEqual(expect.objectContaining({ type, breaking: true, touches }));
  });

  test('covers all that graphql calls breaking', () => {
    expect([...new Set(CASES.map(([type]) => type))].sort()).toEqual(
      Object.values(BreakingChangeType).sort(),
    );
  });

  test.each([
    ['ARG_DEFAULT_VALUE_CHANGE', '"x"', '"y"'],
    ['VALUE_ADDED_TO_ENUM', 'UP DOWN', 'UP DOWN ASIDE'],
    ['OPTIONAL_INPUT_FIELD_ADDED', 'input By {', 'input By { may: Int'],
  ])('%s is told and breaks nothing', (type, from, to) => {
    expect(changesBetween(BEFORE, BEFORE.replace(from, to))).toMatchObject([{ type, breaking: false }]);
  });

  test('adding is no change', () => {
    expect(
      changesBetween(BEFORE, `${BEFORE} type New { a: Float }`.replace('count:', 'new: New  count:')),
    ).toEqual([]);
  });
});
