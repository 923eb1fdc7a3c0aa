/** The rows behind the toy subgraphs: few, fixed, and so linked that the big query's answer is about 88 KB. */
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

const PRODUCT_COUNT = 20;
const REVIEW_COUNT = 26;
const REVIEWED_PRODUCT_COUNT = 7;

export const users: readonly UserRow[] = [
  { id: 'u1', name: 'Ines Carvalho', username: 'ines', birthYear: 1974 },
  { id: 'u2', name: 'Tomasz Zieliński', username: 'tomasz', birthYear: 1988 },
  { id: 'u3', name: 'Amara Okafor', username: 'amara', birthYear: 1991 },
  { id: 'u4', name: 'Mikkel Sørensen', username: 'mikkel', birthYear: 1969 },
  { id: 'u5', name: 'Leila Haddad', username: 'leila', birthYear: 1983 },
  { id: 'u6', name: 'Jonas Weber', username: 'jonas', birthYear: 1996 },
];

const WARES = ['Table', 'Couch', 'Chair', 'Lamp', 'Shelf', 'Stool', 'Desk'];

export const products: readonly ProductRow[] = Array.from({ length: PRODUCT_COUNT }, (_, index) => ({
  upc: `p${index + 1}`,
  name: `${WARES[index % WARES.length]} no. ${index + 1}`,
  price: 40 + ((index * 389) % 1_300),
  weight: 10 + ((index * 97) % 1_000),
  inStock: index % 3 !== 1,
}));

const OPINIONS = ['Love it!', 'Too expensive.', 'Fair.', 'Prefer another.'];

export const reviews: readonly ReviewRow[] = Array.from({ length: REVIEW_COUNT }, (_, index) => ({
  id: `r${index + 1}`,
  body: OPINIONS[index % OPINIONS.length]!,
  authorId: users[(index * 5) % users.length]!.id,
  productUpc: products[(index * 3) % REVIEWED_PRODUCT_COUNT]!.upc,
}));

/** What sending a product costs: nothing for dear ones, else half its weight. */
export function shippingEstimate(price: number, weight: number): number {
  return price > 1_000 ? 0 : Math.round(weight / 2);
}
