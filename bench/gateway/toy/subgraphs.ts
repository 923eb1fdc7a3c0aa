import { shippingEstimate } from './data.js';
import type { ReviewRow, ToyRows } from './data.js';

export type Row = Readonly<Record<string, unknown>>;
export type Resolver = (source: Row, args: Row) => unknown;

/** A subgraph for the toy executor; a field without a resolver is read from the row. */
export interface ToySubgraph {
  name: string;
  /** In the notation of federation 1, which every peer reads. */
  sdl: string;
  /** Resolvers by `Type.field`. */
  resolvers: Readonly<Record<string, Resolver>>;
  /** The row of a representation, by type name. */
  references: Readonly<Record<string, (representation: Row) => Row | null>>;
}

const TOP_PRODUCTS_COUNT = 5;

/** The four subgraphs over these rows. */
export function toySubgraphs({ users, products, reviews }: ToyRows): readonly ToySubgraph[] {
  const userById = new Map(users.map((user) => [user.id, user]));
  const productByUpc = new Map(products.map((product) => [product.upc, product]));
  const reviewById = new Map(reviews.map((review) => [review.id, review]));

  function groupBy(key: (review: ReviewRow) => string): Map<string, ReviewRow[]> {
    const groups = new Map<string, ReviewRow[]>();
    for (const review of reviews) groups.set(key(review), [...(groups.get(key(review)) ?? []), review]);
    return groups;
  }
  const reviewsByAuthor = groupBy((review) => review.authorId);
  const reviewsByProduct = groupBy((review) => review.productUpc);

  const accounts: ToySubgraph = {
    name: 'accounts',
    sdl: `
      extend type Query {
        me: User
        users: [User!]!
      }
      type User @key(fields: "id") {
        id: ID!
        name: String
        username: String
        birthYear: Int
      }`,
    resolvers: { 'Query.me': () => users[0], 'Query.users': () => users },
    references: { User: ({ id }) => find(userById, id) },
  };

  const productsSubgraph: ToySubgraph = {
    name: 'products',
    sdl: `
      extend type Query {
        topProducts(first: Int = ${TOP_PRODUCTS_COUNT}): [Product!]!
      }
      type Product @key(fields: "upc") {
        upc: String!
        name: String
        price: Int
        weight: Int
      }`,
    resolvers: {
      'Query.topProducts': (_, { first = TOP_PRODUCTS_COUNT }) => products.slice(0, first as number),
    },
    references: { Product: ({ upc }) => find(productByUpc, upc) },
  };

  const inventory: ToySubgraph = {
    name: 'inventory',
    sdl: `
      extend type Product @key(fields: "upc") {
        upc: String! @external
        price: Int @external
        weight: Int @external
        inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      'Product.inStock': ({ upc }) => productByUpc.get(upc as string)!.inStock,
      'Product.shippingEstimate': ({ price, weight }) => shippingEstimate(price as number, weight as number),
    },
    references: { Product: (given) => (productByUpc.has(given.upc as string) ? given : null) },
  };

  const reviewsSubgraph: ToySubgraph = {
    name: 'reviews',
    sdl: `
      type Review @key(fields: "id") {
        id: ID!
        body: String
        product: Product
        author: User @provides(fields: "username")
      }
      extend type User @key(fields: "id") {
        id: ID! @external
        username: String @external
        reviews: [Review!]!
      }
      extend type Product @key(fields: "upc") {
        upc: String! @external
        reviews: [Review!]!
      }`,
    resolvers: {
      'Review.product': ({ productUpc }) => find(productByUpc, productUpc),
      'Review.author': ({ authorId }) => find(userById, authorId),
      'User.reviews': ({ id }) => reviewsByAuthor.get(id as string) ?? [],
      'Product.reviews': ({ upc }) => reviewsByProduct.get(upc as string) ?? [],
    },
    references: {
      User: ({ id }) => find(userById, id),
      Product: ({ upc }) => find(productByUpc, upc),
      Review: ({ id }) => find(reviewById, id),
    },
  };

  return [accounts, productsSubgraph, reviewsSubgraph, inventory];
}

const find = (rows: ReadonlyMap<string, object>, key: unknown): Row | null =>
  (rows.get(key as string) as Row | undefined) ?? null;

/** What the subgraphs say of themselves, which no row changes. */
export const toySdls: readonly { name: string; sdl: string }[] = toySubgraphs({
  users: [],
  products: [],
  reviews: [],
});
