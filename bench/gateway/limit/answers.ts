import type { Case } from '../toy/queries.js';
import type { Ask } from './ask.js';

/**
 * What somebody would write who had only these three queries to answer: the fetches that any gateway needs, each
 * entity asked for once, all that can go at once going at once, and plain objects into `JSON.stringify`. It parses no
 * query, guards nothing and checks nothing, so a gateway that comes near it has little left to save.
 */
export const ANSWERS: Readonly<Record<Case, (ask: Ask) => Promise<object>>> = { small, medium, big };

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

const IN_STOCK =
  'query($representations:[_Any!]!){_entities(representations:$representations){...on Product{inStock}}}';

async function medium(ask: Ask): Promise<object> {
  const { topProducts } = (await ask('products', '{topProducts(first:20){upc name price}}')) as {
    topProducts: Product[];
  };
  const representations = topProducts.map(({ upc }) => ({ __typename: 'Product', upc }));
  const { _entities } = (await ask('inventory', IN_STOCK, { representations })) as { _entities: Product[] };
  topProducts.forEach((product, index) => (product.inStock = _entities[index]!.inStock));
  return { topProducts };
}

const REVIEWS = `query($users:[_Any!]!,$products:[_Any!]!){
  users:_entities(representations:$users){...on User{
    reviews{id body product{upc reviews{id body author{id username reviews{id body product{upc}}}}}}
  }}
  products:_entities(representations:$products){...on Product{
    reviews{id body author{id username reviews{id body product{upc}}}}
  }}
}`;
const PRODUCTS =
  'query($representations:[_Any!]!){_entities(representations:$representations){...on Product{upc name price weight}}}';
const NAMES =
  'query($representations:[_Any!]!){_entities(representations:$representations){...on User{id name}}}';
const STOCK =
  'query($representations:[_Any!]!){_entities(representations:$representations){...on Product{inStock shippingEstimate}}}';

async function big(ask: Ask): Promise<object> {
  const [{ users }, { topProducts }] = (await Promise.all([
    ask('accounts', '{users{id username name}}'),
    ask('products', '{topProducts{upc name price weight}}'),
  ])) as [{ users: User[] }, { topProducts: Product[] }];
  const reviewed = (await ask('reviews', REVIEWS, {
    users: users.map(({ id }) => ({ __typename: 'User', id })),
    products: topProducts.map(({ upc }) => ({ __typename: 'Product', upc })),
  })) as { users: User[]; products: Product[] };

  const authorIds = new Set<string>();
  const upcs = new Set<string>();
  const seeDeep = ({ author }: Review): void => {
    authorIds.add(author!.id);
    for (const { product } of author!.reviews!) upcs.add(product!.upc);
  };
  for (const { reviews } of reviewed.users)
    for (const { product } of reviews!) {
      upcs.add(product!.upc);
      product!.reviews!.forEach(seeDeep);
    }
  for (const { reviews } of reviewed.products) reviews!.forEach(seeDeep);

  const [nameOf, wares, tops] = await Promise.all([
    namesOf(ask, authorIds),
    productsOf(ask, upcs),
    withStock(ask, topProducts),
  ]);
  const inner = ({ id, body, product }: Review): object => ({ id, body, product: wares.get(product!.upc) });
  const middle = ({ id, body, author }: Review): object => {
    const { id: authorId, username, reviews } = author!;
    const name = nameOf.get(authorId);
    return { id, body, author: { id: authorId, username, name, reviews: reviews!.map(inner) } };
  };
  const outer = ({ id, body, product }: Review): object => ({
    id,
    body,
    product: { ...wares.get(product!.upc), reviews: product!.reviews!.map(middle) },
  });
  return {
    users: users.map((user, index) => ({ ...user, reviews: reviewed.users[index]!.reviews!.map(outer) })),
    topProducts: tops.map((product, index) => ({
      ...product,
      reviews: reviewed.products[index]!.reviews!.map(middle),
    })),
  };
}

async function namesOf(ask: Ask, ids: ReadonlySet<string>): Promise<Map<string, string>> {
  const representations = [...ids].map((id) => ({ __typename: 'User', id }));
  const { _entities } = (await ask('accounts', NAMES, { representations })) as { _entities: User[] };
  return new Map(_entities.map(({ id, name }) => [id, name]));
}

async function productsOf(ask: Ask, upcs: ReadonlySet<string>): Promise<Map<string, Product>> {
  const representations = [...upcs].map((upc) => ({ __typename: 'Product', upc }));
  const { _entities } = (await ask('products', PRODUCTS, { representations })) as { _entities: Product[] };
  const whole = await withStock(ask, _entities);
  return new Map(whole.map((product) => [product.upc, product]));
}

async function withStock(ask: Ask, products: readonly Product[]): Promise<Product[]> {
  const representations = products.map(({ upc, price, weight }) => ({
    __typename: 'Product',
    upc,
    price,
    weight,
  }));
  const { _entities } = (await ask('inventory', STOCK, { representations })) as { _entities: Product[] };
  return products.map(({ upc, name, price, weight }, index) => {
    const { inStock, shippingEstimate } = _entities[index]!;
    return { upc, name, price, weight, inStock, shippingEstimate };
  });
}
