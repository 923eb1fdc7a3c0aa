import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { ClassType } from 'type-graphql';
import { COMMON } from '../errors/table.js';
import { Access } from './access.js';
import { PublicWithHolder } from './caching.js';
import { PageInfoType } from './shared.js';
import { isPlainText } from '../wire/plainText.js';

const PAGE_DEFAULT = 20;
const PAGE_MAX = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: PAGE_DEFAULT, description: 'Items at most, 1 to 100.' })
  first: number;

  @Field(() => ID, { nullable: true, description: 'Cursor after which the page begins.' })
  after?: string | null;
}

export interface Page<Node> {
  edges: { cursor: string; node: Node }[];
  nodes: Node[];
  pageInfo: PageInfoType;
  totalCount: number | null;
}

/** Makes `<Name>Connection` and `<Name>Edge` for a node type, as public as the fields that give them. */
export function PublicConnectionOf<Node extends object>(
  NodeType: ClassType<Node>,
  name: string,
): ClassType<Page<Node>> {
  return connectionOf(NodeType, name, PublicWithHolder());
}

/** Makes `<Name>Connection` and `<Name>Edge` for a node type. */
export function ConnectionOf<Node extends object>(
  NodeType: ClassType<Node>,
  name: string,
): ClassType<Page<Node>> {
  return connectionOf(NodeType, name, () => undefined);
}

function connectionOf<Node extends object>(
  NodeType: ClassType<Node>,
  name: string,
  Keeping: ClassDecorator,
): ClassType<Page<Node>> {
  @Keeping
  @ObjectType(`${name}Edge`, { description: `One ${name} in a page, with its cursor.` })
  class Edge {
    @Field(() => ID, { description: 'Opaque; stays valid while items are added.' })
    @Access('public')
    cursor: string;

    @Field(() => NodeType, { description: 'The item.' })
    @Access('public')
    node: Node;
  }

  @Keeping
  @ObjectType(`${name}Connection`, {
    description: `A page of a list of ${name}, as in the Relay specification.`,
  })
  class Connection implements Page<Node> {
    @Field(() => [Edge], { description: 'The items with their cursors.' })
    @Access('public')
    edges: Edge[];

    @Field(() => [NodeType], { description: 'The items.' })
    @Access('public')
    nodes: Node[];

    @Field(() => PageInfoType, { description: 'Where this page stands.' })
    @Access('public')
    pageInfo: PageInfoType;

    @Field(() => Int, {
      nullable: true,
      description: 'Items in the whole list; null where counting would be dear.',
    })
    @Access('public')
    totalCount: number | null;
  }
  return Connection;
}

/** The values by which a list is ordered, of the last item seen: what a cursor holds. */
export type CursorKey = (string | number)[];

export interface PageRequest {
  first: number;
  /** Key of the item after which the page begins. */
  after: CursorKey | null;
}

/** @throws BAD_USER_INPUT for a page of other than 1 to 100 items, or a cursor of some other list. */
export function readPage(args: { first: number; after?: string | null }, keyLength: number): PageRequest {
  if (args.first < 1 || args.first > PAGE_MAX) {
    throw COMMON.BAD_USER_INPUT.raise(`A page has 1 to ${PAGE_MAX} items.`, { first: args.first });
  }
  return { first: args.first, after: args.after ? decodeCursor(args.after, keyLength) : null };
}

/**
 * Makes a page of rows that a store read one more of than asked for (`first + 1`), in order.
 *
 * @param keyOf - the values by which the list is ordered, the last one unique.
 */
export function toPage<Row, Node>(
  rows: readonly Row[],
  request: PageRequest,
  keyOf: (row: Row) => CursorKey,
  toNode: (row: Row) => Node,
  totalCount: number | null = null,
): Page<Node> {
  const edges = rows
    .slice(0, request.first)
    .map((row) => ({ cursor: encodeCursor(keyOf(row)), node: toNode(row) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: rows.length > request.first,
      hasPreviousPage: request.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

function isCursorPart(part: unknown): part is CursorKey[number] {
  return typeof part === 'string' ? isPlainText(part) : typeof part === 'number';
}

export function decodeCursor(cursor: string, keyLength: number): CursorKey {
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(key) && key.length === keyLength && key.every(isCursorPart)) return key;
  } catch {
    // Refused below, like every other cursor that we did not make.
  }
  throw COMMON.BAD_USER_INPUT.raise('This cursor is not one of this list.');
}
