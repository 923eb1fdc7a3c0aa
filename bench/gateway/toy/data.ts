export interface UserRow {
  id: string;
  name: string;
  username: string;
  birthYear: number;
}

export interface ProductRow {
  upc: string;
  name: string;
  price: number;
  weight: number;
  inStock: boolean;
}

export interface ReviewRow {
  id: string;
  body: string;
  authorId: string;
  productUpc: string;
}

/** All that the toy subgraphs know. */
export interface ToyRows {
  users: readonly UserRow[];
  products: readonly ProductRow[];
  reviews: readonly ReviewRow[];
}

interface DataSet {
  says: string;
  /** Has no divisor in common with 5, so that reviews have all users as their authors. */
  users: number;
  products: number;
  /** Has no divisor in common with 3, so that each of them has a review. */
  reviewedProducts: number;
  reviews: number;
  /** Characters of a review's text, at least. */
  bodyLength: number;
}

/**
 * What the gateways are measured over, by name: what is fast over one is not over another. A gateway that keeps an
 * entity met often in one object gains by `few` and gains nothing by `many`; one that copies texts without reading them
 * gains by `long`; and over `short` whatever a request costs by itself weighs most.
 */
export const DATA_SETS = {
  few: {
    ...{ says: 'few entities, each met often', users: 6, products: 20, reviewedProducts: 7, reviews: 26 },
    bodyLength: 0,
  },
  many: {
    ...{ says: 'many entities, each met seldom', users: 122, products: 200, reviewedProducts: 121 },
    ...{ reviews: 122, bodyLength: 0 },
  },
  short: {
    ...{ says: 'small answers', users: 2, products: 3, reviewedProducts: 2, reviews: 3 },
    bodyLength: 0,
  },
  long: {
    ...{ says: 'few entities with long texts', users: 6, products: 20, reviewedProducts: 7, reviews: 26 },
    bodyLength: 400,
  },
} as const satisfies Record<string, DataSet>;

export type DataName = keyof typeof DATA_SETS;
export const DATA_NAMES = Object.keys(DATA_SETS) as readonly DataName[];

const PEOPLE = [
  { name: 'Ines Carvalho', username: 'ines', birthYear: 1974 },
  { name: 'Tomasz Zieliński', username: 'tomasz', birthYear: 1988 },
  { name: 'Amara Okafor', username: 'amara', birthYear: 1991 },
  { name: 'Mikkel Sørensen', username: 'mikkel', birthYear: 1969 },
  { name: 'Leila Haddad', username: 'leila', birthYear: 1983 },
  { name: 'Jonas Weber', username: 'jonas', birthYear: 1996 },
];
const WARES = ['Table', 'Couch', 'Chair', 'Lamp', 'Shelf', 'Stool', 'Desk'];
const OPINIONS = ['Love it!', 'Too expensive.', 'Fair.', 'Prefer another.'];

/** The rows of a data set: the same ones in every process. */
export function rowsOf(name: DataName): ToyRows {
  const { users: userCount, products: productCount, reviewedProducts, reviews, bodyLength } = DATA_SETS[name];
  const users = range(userCount).map((index): UserRow => {
    const person = PEOPLE[index % PEOPLE.length]!;
    const username = index < PEOPLE.length ? person.username : `${person.username}${index}`;
    return { ...person, id: `u${index + 1}`, username };
  });
  const products = range(productCount).map((index): ProductRow => ({
    upc: `p${index + 1}`,
    name: `${WARES[index % WARES.length]} no. ${index + 1}`,
    price: 40 + ((index * 389) % 1_300),
    weight: 10 + ((index * 97) % 1_000),
    inStock: index % 3 !== 1,
  }));
  const review = (index: number): ReviewRow => ({
    id: `r${index + 1}`,
    body: lengthened(OPINIONS[index % OPINIONS.length]!, bodyLength),
    authorId: users[(index * 5) % userCount]!.id,
    productUpc: products[(index * 3) % reviewedProducts]!.upc,
  });
  return { users, products, reviews: range(reviews).map(review) };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const lengthened = (text: string, length: number): string =>
  text + ` ${text}`.repeat(Math.max(0, Math.ceil((length - text.length) / (text.length + 1))));

/** What sending a product costs: nothing for dear ones, else half its weight. */
export function shippingEstimate(price: number, weight: number): number {
  return price > 1_000 ? 0 : Math.round(weight / 2);
}
