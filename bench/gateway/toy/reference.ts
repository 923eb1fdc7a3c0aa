import { buildSchema, execute, parse } from 'graphql';
import { shippingEstimate } from './data.js';
import type { ProductRow, ReviewRow, ToyRows, UserRow } from './data.js';

/** The toy's schema as a client sees it. */
const schema = buildSchema(`
  type Query { me: User users: [User!]! topProducts(first: Int = 5): [Product!]! }
  type User { id: ID! name: String username: String birthYear: Int reviews: [Review!]! }
  type Product {
    upc: String! name: String price: Int weight: Int inStock: Boolean shippingEstimate: Int reviews: [Review!]!
  }
  type Review { id: ID! body: String product: Product author: User }
`);

/** The right answer to a query, by graphql-js over the same rows and with no federation: what each gateway must give. */
export async function referenceAnswer(
  query: string,
  { users, products, reviews }: ToyRows,
): Promise<Record<string, unknown>> {
  const user = (row: UserRow): object => ({
    ...row,
    reviews: () => reviews.filter(({ authorId }) => authorId === row.id).map(review),
  });
  const product = (row: ProductRow): object => ({
    ...row,
    shippingEstimate: shippingEstimate(row.price, row.weight),
    reviews: () => reviews.filter(({ productUpc }) => productUpc === row.upc).map(review),
  });
  const review = (row: ReviewRow): object => ({
    ...row,
    author: () => user(users.find(({ id }) => id === row.authorId)!),
    product: () => product(products.find(({ upc }) => upc === row.productUpc)!),
  });
  const rootValue = {
    me: () => user(users[0]!),
    users: () => users.map(user),
    topProducts: ({ first }: { first: number }) => products.slice(0, first).map(product),
  };
  const { data, errors } = await execute({ schema, document: parse(query), rootValue });
  if (errors || !data) throw new Error(`the reference refuses: ${String(errors)}`);
  return data;
}
