import type { Case } from '../toy/queries.js';
import type { Ask } from './ask.js';

/**
 * What is left of our gateway's work if only these three queries are answered: the fetches of its plans, each as it sends
 * it and when it sends it, each entity asked for once in a fetch, and plain objects into `JSON.stringify`. It parses no
 * query, guards nothing and checks nothing, so a gateway that comes near it has little left to save but by other fetches.
 */
export const OWN_PLAN: Readonly<Record<Case, (ask: Ask) => Promise<object>>> = { small, medium, big };

interface User {
  id: string;
  username: string;
  name: string;
  reviews?: Review[];
}
interface Product {
  upc: string;
  name: string;
  price: number;
  weight: number;
  inStock: boolean;
  shippingEstimate: number;
  reviews?: Review[];
}
interface Review {
  id: string;
  body: string;
  product?: Product;
  author?: User;
}

async function small(ask: Ask): Promise<object> {
  return ask('accounts', '{me{name}}');
}

const entitiesWith = (selection: string): string =>
  `query($representations:[_Any!]!){_entities(representations:$representations){${selection}}}`;
const IN_STOCK = entitiesWith('...on Product{inStock}');

async function medium(ask: Ask): Promise<object> {
  const shelf = '{topProducts(first:20){__typename upc name price}}';
  const { topProducts } = (await ask('products', shelf)) as { topProducts: Product[] };
  const stock = await entities<Product>(ask, 'inventory', IN_STOCK, topProducts.map(productKey));
  return {
    topProducts: topProducts.map(({ upc, name, price }, index) => {
      return { upc, name, price, inStock: stock[index]!.inStock };
    }),
  };
}

const REVIEWS = 'reviews{id body author{__typename id username reviews{id body product{__typename upc}}}}';
const PRODUCT_REVIEWS = entitiesWith(`...on Product{${REVIEWS}}`);
const USER_REVIEWS = entitiesWith(`...on User{reviews{id body product{__typename upc ${REVIEWS}}}}`);
const STOCK = entitiesWith('...on Product{inStock shippingEstimate}');
const PRODUCTS = entitiesWith('...on Product{name price weight}');
const SHIPPING = entitiesWith('...on Product{shippingEstimate}');
const NAMES = entitiesWith('...on User{name}');

async function big(ask: Ask): Promise<object> {
  const [users, { topProducts, stock, shelfReviews }] = await Promise.all([ofUsers(ask), ofTopProducts(ask)]);
  const authorIds = new Set<string>();
  const upcs = new Set<string>();
  const see = ({ author }: Review): void => {
    authorIds.add(author!.id);
    for (const { product } of author!.reviews!) upcs.add(product!.upc);
  };
  for (const { product } of users.flatMap(({ reviews }) => reviews!)) {
    upcs.add(product!.upc);
    product!.reviews!.forEach(see);
  }
  shelfReviews.forEach(({ reviews }) => reviews!.forEach(see));

  const [names, wares] = await Promise.all([namesOf(ask, [...authorIds]), productsOf(ask, [...upcs])]);
  const inner = ({ id, body, product }: Review): object => ({ id, body, product: wares.get(product!.upc) });
  const middle = ({ id, body, author }: Review): object => {
    const { id: authorId, username, reviews } = author!;
    const name = names.get(authorId);
    return { id, body, author: { id: authorId, username, name, reviews: reviews!.map(inner) } };
  };
  const outer = ({ id, body, product }: Review): object => ({
    id,
    body,
    product: { ...wares.get(product!.upc), reviews: product!.reviews!.map(middle) },
  });
  return {
    users: users.map(({ id, username, name, reviews }) => {
      return { id, username, name, reviews: reviews!.map(outer) };
    }),
    topProducts: topProducts.map(({ upc, name, price, weight }, index) => {
      const reviews = shelfReviews[index]!.reviews!.map(middle);
      return { upc, name, price, weight, ...stock[index], reviews };
    }),
  };
}

async function ofUsers(ask: Ask): Promise<User[]> {
  const { users } = (await ask('accounts', '{users{__typename id username name}}')) as { users: User[] };
  const reviewed = await entities<User>(ask, 'reviews', USER_REVIEWS, users.map(userKey));
  return users.map((user, index) => ({ ...user, reviews: reviewed[index]!.reviews }));
}

async function ofTopProducts(
  ask: Ask,
): Promise<Record<'topProducts' | 'stock' | 'shelfReviews', readonly Product[]>> {
  const shelf = '{topProducts{__typename upc name price weight}}';
  const { topProducts } = (await ask('products', shelf)) as { topProducts: Product[] };
  const [stock, shelfReviews] = await Promise.all([
    entities<Product>(ask, 'inventory', STOCK, topProducts.map(productSize)),
    entities<Product>(ask, 'reviews', PRODUCT_REVIEWS, topProducts.map(productKey)),
  ]);
  return { topProducts, stock, shelfReviews };
}

async function namesOf(ask: Ask, ids: readonly string[]): Promise<Map<string, string>> {
  const keys = ids.map((id) => userKey({ id }));
  const found = await entities<User>(ask, 'accounts', NAMES, keys);
  return new Map(found.map(({ name }, index) => [ids[index]!, name]));
}

async function productsOf(ask: Ask, upcs: readonly string[]): Promise<Map<string, object>> {
  const keys = upcs.map((upc) => productKey({ upc }));
  const [stock, { found, shipping }] = await Promise.all([
    entities<Product>(ask, 'inventory', IN_STOCK, keys),
    entities<Product>(ask, 'products', PRODUCTS, keys).then(async (found) => {
      const sizes = found.map((product, index) => productSize({ ...product, upc: upcs[index]! }));
      return { found, shipping: await entities<Product>(ask, 'inventory', SHIPPING, sizes) };
    }),
  ]);
  return new Map(
    upcs.map((upc, index) => [upc, { upc, ...found[index], ...stock[index], ...shipping[index] }]),
  );
}

async function entities<Entity>(
  ask: Ask,
  subgraph: string,
  query: string,
  representations: readonly object[],
): Promise<Entity[]> {
  const { _entities } = (await ask(subgraph, query, { representations })) as { _entities: Entity[] };
  return _entities;
}

const userKey = ({ id }: Pick<User, 'id'>): object => ({ __typename: 'User', id });
const productKey = ({ upc }: Pick<Product, 'upc'>): object => ({ __typename: 'Product', upc });
const productSize = ({ upc, price, weight }: Product): object => ({
  __typename: 'Product',
  upc,
  price,
  weight,
});
