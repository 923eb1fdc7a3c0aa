import type { Case } from '../toy/queries.js';
import type { Post } from './ask.js';

/**
 * The best that we know to write by hand, on Node's HTTP and undici, for these three queries and nothing else. Fetches are
 * merged to the fewest that answer right whatever the rows: one, two, and six for big, which asks each subgraph once for
 * all that it knows by then. What a list brought is asked for again where reviews lead to it: that `users` here lists all
 * authors is luck.
 *
 * No answer is parsed: texts are cut at keys and put together. A quotation mark within a JSON string is escaped, so
 * `"upc":"` and its like can only be keys; ids are taken to hold none. Bytes are read and written as Latin-1, which keeps
 * them as they are at the least cost.
 */
export const BEST: Readonly<Record<Case, (post: Post) => Promise<Buffer>>> = { small, medium, big };

const request = (query: string): Buffer => Buffer.from(JSON.stringify({ query }));

const ME = request('{me{name}}');

function small(post: Post): Promise<Buffer> {
  return post('accounts', ME);
}

const UPC = '"upc":"';
const ID = '"id":"';
const IN_STOCK = '"inStock":';
const SHELF = request('{topProducts(first:20){upc name price}}');

async function medium(post: Post): Promise<Buffer> {
  const products = itemsOf(await text(post, 'products', SHELF), UPC);
  const stock = await entities(
    post,
    'inventory',
    '...on Product{inStock}',
    products.map(productKey),
    IN_STOCK,
  );
  const whole = products.map((product, index) => `{${product},${stock[index]}}`);
  return bytes(`{"data":{"topProducts":[${whole.join(',')}]}}`);
}

const USERS = request('{users{id username name}}');
const TOPS = request('{topProducts{upc name price weight}}');
/** Its answer has the shape of the whole answer: the rest is filled in where users and products stand. */
const REVIEWS = `query($users:[_Any!]!,$products:[_Any!]!){
  users:_entities(representations:$users){...on User{
    reviews{id body product{upc reviews{id body author{id reviews{id body product{upc}}}}}}
  }}
  topProducts:_entities(representations:$products){...on Product{
    reviews{id body author{id reviews{id body product{upc}}}}
  }}
}`;
const REVIEWS_HEAD = `{"query":${JSON.stringify(REVIEWS)},"variables":{"users":[`;
const ENTITY_REVIEWS = '{"reviews":[';
const AUTHOR = '"author":{"id":"';

async function big(post: Post): Promise<Buffer> {
  const [users, tops] = await Promise.all([
    text(post, 'accounts', USERS).then((answer) => itemsOf(answer, ID)),
    text(post, 'products', TOPS).then((answer) => itemsOf(answer, UPC)),
  ]);
  const keys = `${users.map(userKey).join()}],"products":[${tops.map(productKey).join()}`;
  const reviewed = await text(post, 'reviews', bytes(`${REVIEWS_HEAD}${keys}]}}`));
  const [head, ...sections] = reviewed.split(ENTITY_REVIEWS);
  const cut = sections.map((section) => section.split(AUTHOR).map((part) => part.split(UPC)));

  const authors = new Map<string, string>();
  const products = new Map<string, string>();
  for (const parts of cut)
    parts.forEach(([start, ...rest], index) => {
      if (index > 0) authors.set(untilQuote(start!), '');
      for (const product of rest) products.set(untilQuote(product), '');
    });
  await Promise.all([fillAuthors(post, authors), fillProducts(post, products, tops)]);
  const filled = ([start, ...rest]: readonly string[], index: number): string =>
    rest.reduce(
      (whole, product) => whole + insert(UPC, product, products),
      index > 0 ? insert(AUTHOR, start!, authors) : start!,
    );
  const owners = [...users, ...tops.map((top) => insert(UPC, `${upcOf(top)}"`, products))];
  const whole = cut.map((parts, index) => `{${owners[index]},"reviews":[${parts.map(filled).join('')}`);
  return bytes(head + whole.join(''));
}

/** Sets what follows an author's id. */
async function fillAuthors(post: Post, authors: Map<string, string>): Promise<void> {
  const keys = [...authors.keys()].map((id) => `{"__typename":"User","id":"${id}"}`);
  const found = await entities(post, 'accounts', '...on User{id username name}', keys, ID);
  [...authors.keys()].forEach((id, index) => authors.set(id, found[index]!.slice(ID.length + id.length + 1)));
}

/** Sets what follows a product's upc. */
async function fillProducts(
  post: Post,
  products: Map<string, string>,
  tops: readonly string[],
): Promise<void> {
  const wanted = [...products.keys()];
  const known = new Map(tops.map((top) => [upcOf(top), top]));
  const keys = wanted.map((upc) => `{"__typename":"Product","upc":"${upc}"}`);
  const found = await entities(post, 'products', '...on Product{upc name price weight}', keys, UPC);
  wanted.forEach((upc, index) => known.set(upc, found[index]!));
  const all = [...known];
  const sizes = all.map(([upc, product]) => {
    return `{"__typename":"Product","upc":"${upc}",${product.slice(product.lastIndexOf('"price":'))}}`;
  });
  const stock = await entities(post, 'inventory', '...on Product{inStock shippingEstimate}', sizes, IN_STOCK);
  all.forEach(([upc, product], index) =>
    products.set(upc, `${product.slice(UPC.length + upc.length + 1)},${stock[index]}`),
  );
}

async function entities(
  post: Post,
  subgraph: string,
  selection: string,
  keys: readonly string[],
  firstKey: string,
): Promise<string[]> {
  const query = `query($representations:[_Any!]!){_entities(representations:$representations){${selection}}}`;
  const body = `{"query":"${query}","variables":{"representations":[${keys.join()}]}}`;
  const items = itemsOf(await text(post, subgraph, bytes(body)), firstKey);
  if (items.length !== keys.length) throw new Error(`${subgraph} lacks an entity`);
  return items;
}

/** The objects of a list that stands alone in an answer, without their braces. */
function itemsOf(answer: string, firstKey: string): string[] {
  const start = answer.indexOf('[{');
  if (start < 0) return [];
  const [first, ...rest] = answer.slice(start + 2, answer.lastIndexOf('}]')).split(`},{${firstKey}`);
  return [first!, ...rest.map((item) => firstKey + item)];
}

async function text(post: Post, subgraph: string, body: Buffer): Promise<string> {
  const answer = (await post(subgraph, body)).toString('latin1');
  if (!answer.startsWith('{"data":{')) throw new Error(`${subgraph} answered ${answer.slice(0, 200)}`);
  return answer;
}

const bytes = (latin1: string): Buffer => Buffer.from(latin1, 'latin1');
const untilQuote = (rest: string): string => rest.slice(0, rest.indexOf('"'));
const keyOf = (item: string, key: string): string => `${key}${untilQuote(item.slice(key.length))}"`;
const upcOf = (product: string): string => untilQuote(product.slice(UPC.length));
const userKey = (user: string): string => `{"__typename":"User",${keyOf(user, ID)}}`;
const productKey = (product: string): string => `{"__typename":"Product",${keyOf(product, UPC)}}`;

/** A key with its id and what is known of that id, before what follows there. */
function insert(key: string, rest: string, known: ReadonlyMap<string, string>): string {
  const end = rest.indexOf('"');
  return `${key}${rest.slice(0, end + 1)}${known.get(rest.slice(0, end))}${rest.slice(end + 1)}`;
}
