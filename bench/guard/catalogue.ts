import { brotliCompressSync, gzipSync } from 'node:zlib';
import { getIntrospectionQuery } from 'graphql';

/** Something that somebody might send to keep the gateway busy. */
export interface Attack {
  readonly name: string;
  /** Made anew for each sending, so that nothing about it is known from the last. */
  body(round: number): string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

const BODY_BYTES = 256 * 1024;
/** What the envelope of JSON around a document takes, and a little. */
const ROOM = BODY_BYTES - 200;

const times = (count: number, make: (index: number) => string, between = ' '): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(between);
const json = (query: string, variables: object = {}): string => JSON.stringify({ query, variables });
/** As long as a body may be, of a piece repeated. */
const full = (piece: string): string =>
  piece.repeat(Math.floor(ROOM / Buffer.byteLength(JSON.stringify(piece).slice(1, -1))));

function document(name: string, make: (round: number) => string): Attack {
  return { name, body: (round) => json(`${make(round)} # ${round}`) };
}

/** @param selection - of the root type of mutations, where the variable is of use. */
function variables(name: string, declared: string, selection: string, make: () => object | string): Attack {
  return {
    name,
    body(round) {
      const query = JSON.stringify(`mutation Q${round}(${declared}) { ${selection} }`);
      const values = make();
      return `{"query":${query},"variables":${typeof values === 'string' ? values : JSON.stringify(values)}}`;
    },
  };
}

const ADMIT = 'admitMembers(input: { cooperative: "x", members: $v }) { id }';
const SIGN_IN = 'signIn(input: $v) { accessToken }';

const DOUBLING = (count: number): string =>
  times(count, (i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`) +
  ` fragment f${count} on Query { __typename }`;

/** `count` fragments spread side by side, with `fields` each that overlap those of all others. */
function overlapping(count: number, fields: number): string {
  const body = times(fields, (i) => (i % 2 === 0 ? 'id' : 'name'));
  return `{ cooperatives { nodes { ${times(count, (i) => `...f${i}`)} } } } ${times(
    count,
    (i) => `fragment f${i} on Cooperative { ${body} }`,
  )}`;
}

/** Fields of one name whose sub-selections must be compared with one another, level by level. */
function overlappingDeep(width: number, depth: number): string {
  const level = (left: number): string =>
    left === 0 ? 'id' : times(width, () => `cooperative { datasets { nodes { ${level(left - 1)} } } }`);
  return `{ datasets { nodes { ${level(depth)} } } }`;
}

const SMALL_BYTES = 5_500;

/** As many of something as a document of 5.5 KB holds. */
function small(name: string, make: (count: number) => string, most = 3_000): Attack {
  return document(`5.5 KB: ${name}`, () => {
    let count = 1;
    while (count < most && make(count + 1).length <= SMALL_BYTES) count += 1;
    return make(count);
  });
}

const OF_COOPERATIVES = (selection: string): string =>
  `{ cooperatives(first: 1) { nodes { ${selection} } } }`;

/** Never seen, and no longer than what a page sends. */
const SMALL: readonly Attack[] = [
  small('aliases of a leaf', (n) => OF_COOPERATIVES(times(n, (i) => `a${i}: id`)), 60),
  small('a leaf', (n) => OF_COOPERATIVES(times(n, () => 'id')), 140),
  small('objects with a leaf', (n) => OF_COOPERATIVES(times(n, () => 'datasets{totalCount}')), 140),
  small(
    'objects with arguments',
    (n) => OF_COOPERATIVES(times(n, () => 'datasets(first:1){totalCount}')),
    140,
  ),
  small(
    'aliases of objects with objects',
    (n) =>
      OF_COOPERATIVES(
        times(n, (i) => `a${i}: datasets(first: 1) { nodes { id title cooperative { id name slug } } }`),
      ),
    49,
  ),
  small(
    'aliases of objects of other services',
    (n) =>
      OF_COOPERATIVES(times(n, (i) => `a${i}: proposals(first: 1) { nodes { id cooperative { id name } } }`)),
    49,
  ),
  small(
    'root fields with objects of other services',
    (n) =>
      `{ ${times(n, (i) => `a${i}: cooperatives(first:1){nodes{id datasets(first:1){nodes{id cooperative{id name proposals(first:1){nodes{id}}}}} proposals(first:1){nodes{id}}}}`)} }`,
    14,
  ),
  small(
    'root fields of all services',
    (n) =>
      `{ ${times(n, (i) => `a${i}: datasets(first:1){nodes{id cooperative{id name proposals(first:1){nodes{id cooperative{datasets(first:1){nodes{id title}}}}}}}}`)} }`,
    14,
  ),
  small(
    'aliases of a fragment of other services',
    (n) =>
      `${OF_COOPERATIVES(times(n, (i) => `a${i}: datasets(first: 1) { ...d }`))} fragment d on DatasetConnection { nodes { id title cooperative { id name proposals(first: 1) { totalCount nodes { id cooperative { slug } } } } } }`,
    24,
  ),
  small(
    'aliases of a fragment through all services',
    (n) =>
      `{ ${times(Math.min(n, 19), (i) => `a${i}: datasets(first: 1) { ...d }`)} } fragment d on DatasetConnection { nodes { ${times(3, (i) => `b${i}: cooperative { id name slug proposals(first: 1) { nodes { id cooperative { name datasets(first: 1) { nodes { id title } } } } } }`)} } }`,
    5,
  ),
  small(
    'a fragment at many places',
    (n) =>
      `{ ${times(Math.min(n, 20), (i) => `a${i}: cooperatives(first: 1) { nodes { ...c datasets(first: 1) { nodes { cooperative { ...c } } } proposals(first: 1) { nodes { cooperative { ...c } } } } }`)} } fragment c on Cooperative { id name slug mission proposals(first: 1) { totalCount } datasets(first: 1) { totalCount } }`,
    9,
  ),
  small(
    'fragments of one leaf each',
    (n) =>
      `${OF_COOPERATIVES(times(n, (i) => `...f${i}`))} ${times(n, (i) => `fragment f${i} on Cooperative{id}`)}`,
    140,
  ),
  small(
    'fragments of objects',
    (n) =>
      `${OF_COOPERATIVES(times(n, (i) => `...f${i}`))} ${times(n, (i) => `fragment f${i} on Cooperative{datasets{nodes{id}}}`)}`,
    140,
  ),
  small(
    'fragments within fragments',
    (n) =>
      `${OF_COOPERATIVES('...f0')} ${times(n, (i) => `fragment f${i} on Cooperative{id ...f${i + 1}}`)} fragment f${n} on Cooperative{name}`,
  ),
  small('inline fragments', (n) => OF_COOPERATIVES(times(n, () => '...on Cooperative{id}')), 140),
  small(
    'inline fragments of objects',
    (n) => OF_COOPERATIVES(times(n, () => '...on Cooperative{datasets{nodes{id title}}}')),
    140,
  ),
  small('pairs at each level', () => overlappingDeep(2, 5)),
  small(
    'a level after another',
    () =>
      `{ datasets { nodes { ${'cooperative { datasets { nodes { '.repeat(5)} id ${'} } } '.repeat(5)} } } }`,
  ),
  small('fields that nobody has', (n) => `{ ${times(n, (i) => `x${i}`)} }`, 20),
  small('fields that nobody has, below', (n) => OF_COOPERATIVES(times(n, (i) => `nam${i}`))),
  small('long fields that nobody has', (n) =>
    OF_COOPERATIVES(times(n, (i) => `cooperative${'Datasets'.repeat(20)}${i}`)),
  ),
  small(
    'arguments that nobody has',
    (n) => `{ cooperatives(${times(n, (i) => `firs${i}: 1`)}) { totalCount } }`,
  ),
  small('types that nobody has', (n) => `query (${times(n, (i) => `$v${i}: Thing${i}`)}) { __typename }`),
  small('directives that nobody has', (n) => OF_COOPERATIVES(`id ${times(n, (i) => `@skp${i}`)}`), 60),
  small('variables', (n) => `query (${times(n, (i) => `$v${i}:Int`)}) ${OF_COOPERATIVES('id')}`),
  small(
    'variables in use',
    (n) =>
      `query (${times(n, (i) => `$v${i}:Boolean!=true`)}) ${OF_COOPERATIVES(times(n, (i) => `a${i}:id @include(if:$v${i})`))}`,
    59,
  ),
  small(
    'conditions on objects',
    (n) =>
      `query (${times(n, (i) => `$v${i}:Boolean!=true`)}) ${OF_COOPERATIVES(times(n, (i) => `a${i}: proposals(first:1) @include(if:$v${i}) { nodes { id } }`))}`,
    59,
  ),
  small(
    'values of an input',
    (n) => `mutation { signIn(input: { ${times(n, (i) => `nonc${i}: 1`)} }) { accessToken } }`,
  ),
  small(
    'a list of wrong values',
    (n) =>
      `mutation { admitMembers(input: { cooperative: "x", members: [${times(n, () => '1', ',')}] }) { id } }`,
  ),
  small(
    'lists in lists',
    () =>
      `mutation { admitMembers(input: { cooperative: "x", members: ${'['.repeat(45)}${']'.repeat(45)} }) { id } }`,
  ),
  small('a long text', (n) => `{ cooperative(slug: "${'x'.repeat(n)}") { id } }`, 5_400),
  small(
    'mutations',
    (n) =>
      `mutation { ${times(n, (i) => `a${i}: signIn(input: { did: "x", nonce: "x", signature: "x" }) { accessToken }`)} }`,
    20,
  ),
  small(
    'operations',
    (n) => times(n, (i) => `query Q${i} { ${times(20, () => 'cooperatives { totalCount }')} }`),
    20,
  ),
  small(
    'everything about a type',
    (n) =>
      `{ ${times(n, (i) => `a${i}: __type(name: "Query") { fields { name args { name type { name } } type { name ofType { name fields { name } } } } }`)} }`,
    20,
  ),
];

export const ATTACKS: readonly Attack[] = [
  document('a small query', (round) => `query Q${round} { cooperatives(first: 1) { nodes { id name } } }`),
  ...SMALL,

  document('tokens to the end of the body', () => `{ ${full('a ')} }`),
  document('punctuation to the end of the body', () => full('!')),
  document('brackets to the end of the body', () => full('{a')),
  document('brackets of a value', () => `{ a(b: ${full('[')}`),
  document('comments', () => `{ a } ${full('#\n')}`),
  document('one long comment', () => `{ a } #${full('x')}`),
  document('commas and blanks', () => `{ a ${full(', ')} }`),
  document('one long name', () => `{ ${full('a')} }`),
  document('names that are nearly a field', () => `{ ${times(990, (i) => `cooperative${i}`)} }`),
  document(
    'long names that are nearly a field',
    () => `{ ${times(20, (i) => `c${'ooperative'.repeat(1_000)}${i}`)} }`,
  ),
  document('one long text', () => `{ cooperative(slug: "${full('x')}") { id } }`),
  document('escapes', () => `{ cooperative(slug: "${full('\\u{1F600}')}") { id } }`),
  document('surrogate pairs', () => `{ cooperative(slug: "${full('\\uD83D\\uDE00')}") { id } }`),
  document('a block text of many lines', () => `{ cooperative(slug: """${full(' \n')}""") { id } }`),
  document('a number of many digits', () => `{ cooperatives(first: ${full('9')}) { totalCount } }`),
  document('a number with a far exponent', () => `{ cooperatives(first: 1e${full('9')}) { totalCount } }`),
  document('a text that does not end', () => `{ cooperative(slug: "${full('x')}`),
  document('a wrong last byte', () => `{ ${times(1_900, () => 'id')} ?`),

  document('fragments that double', () => `{ ...f0 } ${DOUBLING(60)}`),
  document(
    'a cycle of fragments',
    () => `{ ...f0 } ${times(500, (i) => `fragment f${i} on Query { ...f${(i + 1) % 500} }`)}`,
  ),
  document(
    'a long chain of fragments',
    () =>
      `{ ...f0 } ${times(450, (i) => `fragment f${i} on Query { ...f${i + 1} }`)} fragment f450 on Query { __typename }`,
  ),
  document(
    'fragments that nobody spreads',
    () => `{ __typename } ${times(480, (i) => `fragment f${i} on Query { a${i} }`)}`,
  ),
  document(
    'fragments of one name',
    () => `{ ...f } ${times(480, () => 'fragment f on Query { __typename }')}`,
  ),
  document('many operations', () => times(1_300, (i) => `query Q${i} { a }`)),
  document('as many operations as may be', () =>
    times(20, (i) => `query Q${i} { ${times(60, () => 'nowhere')} }`),
  ),

  document(
    'aliases of a dear field',
    () => `{ ${times(60, (i) => `a${i}: cooperatives(first: 100) { nodes { id } }`)} }`,
  ),
  document(
    'as many root fields as may be',
    () =>
      `{ ${times(20, (i) => `a${i}: cooperatives(first: 1) { nodes { id datasets { nodes { id } } proposals { nodes { id } } } }`)} }`,
  ),
  document('one field a thousand times', () => `{ cooperatives { nodes { ${times(995, () => 'id')} } } }`),
  document(
    'one field with arguments',
    () => `{ cooperatives { nodes { ${times(390, () => 'datasets(first: 1) { totalCount }')} } } }`,
  ),
  document(
    'fields that differ in their arguments',
    () =>
      `{ cooperatives { nodes { ${times(390, (i) => `datasets(first: ${1 + (i % 100)}) { totalCount }`)} } } }`,
  ),
  document('fields that overlap through fragments', () => overlapping(100, 8)),
  document('few fields through many fragments', () => overlapping(240, 2)),
  document('many fields through few fragments', () => overlapping(10, 95)),
  document('fields that overlap, level by level', () => overlappingDeep(3, 4)),
  document('a pair at each level', () => overlappingDeep(2, 6)),
  document(
    'unions and interfaces',
    () =>
      `{ cooperatives { nodes { ${times(240, (i) => `... on ${i % 2 ? 'Cooperative' : 'Dataset'} { id }`)} } } }`,
  ),
  document(
    'directives on one field',
    () => `{ cooperatives { totalCount ${times(60, () => '@skip(if: false)')} } }`,
  ),
  document(
    'directives that nobody knows',
    () => `{ cooperatives { totalCount ${times(60, (i) => `@d${i}`)} } }`,
  ),
  document(
    'conditions on everything',
    () =>
      `query (${times(59, (i) => `$v${i}: Boolean!`)}) { cooperatives { nodes { ${times(59, (i) => `a${i}: id @include(if: $v${i})`)} } } }`,
  ),
  document('variables of one name', () => `query (${times(900, () => '$v: Int')}) { __typename }`),
  document('variables that nobody uses', () => `query (${times(900, (i) => `$v${i}: Int`)}) { __typename }`),
  document(
    'variables that nobody declares',
    () => `{ cooperatives { nodes { ${times(250, (i) => `datasets(first: $v${i}) { totalCount }`)} } } }`,
  ),
  document(
    'types that nobody knows',
    () => `query (${times(900, (i) => `$v${i}: Cooperativ${i}`)}) { __typename }`,
  ),
  document('a deep type', () => `query ($v: ${'['.repeat(49)}Int${']'.repeat(49)}) { __typename }`),
  document(
    'a wide input',
    () => `mutation { signIn(input: { ${times(900, (i) => `a${i}: 1`)} }) { accessToken } }`,
  ),
  document(
    'a long list of wrong values',
    () =>
      `mutation { admitMembers(input: { cooperative: "x", members: [${times(1_800, () => '1')}] }) { id } }`,
  ),
  document(
    'a deep value',
    () => `mutation { signIn(input: ${'{a:'.repeat(45)}1${'}'.repeat(45)}) { accessToken } }`,
  ),
  document(
    'one argument many times',
    () => `{ cooperatives(${times(900, () => 'first: 1')}) { totalCount } }`,
  ),

  document('introspection as an IDE asks it', () => getIntrospectionQuery()),
  document(
    'introspection, twenty times',
    () =>
      `{ ${times(20, (i) => `a${i}: __schema { types { name fields { name args { name } type { name ofType { name } } } } }`)} }`,
  ),
  document(
    'introspection, as deep as may be',
    () =>
      '{ __schema { types { fields { type { fields { type { name } args { type { name } } } } } possibleTypes { name } } } }',
  ),
  document(
    'introspection through types',
    () =>
      `{ ${times(20, (i) => `a${i}: __type(name: "Query") { fields { type { fields { name args { name type { name } } type { name } } } } }`)} }`,
  ),

  variables('a list of wrong values', '$v: [ID!]!', ADMIT, () => ({ v: Array(100_000).fill({}) })),
  variables('as long a list of wrong values as may be', '$v: [ID!]!', ADMIT, () => ({
    v: Array(1_000).fill({}),
  })),
  variables('a list of right values', '$v: [ID!]!', ADMIT, () => ({ v: Array(120_000).fill(1) })),
  variables('many small lists', '$v: [ID!]!', ADMIT, () => ({ v: Array(60_000).fill([1]) })),
  variables('a long text', '$v: [ID!]!', ADMIT, () => ({ v: ['x'.repeat(ROOM - 100)] })),
  variables('as long a text as may be', '$v: [ID!]!', ADMIT, () => ({ v: ['x'.repeat(190_000)] })),
  variables('deep values', '$v: [ID!]!', ADMIT, () => `{"v":${'['.repeat(120_000)}${']'.repeat(120_000)}}`),
  variables('a wide object', '$v: SignInInput!', SIGN_IN, () => ({
    v: Object.fromEntries(Array.from({ length: 15_000 }, (_, i) => [`field${i}`, 1])),
  })),
  variables('an object that is nearly right', '$v: SignInInput!', SIGN_IN, () => ({
    v: Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`nonc${i}`, 1])),
  })),
  variables('long names that are nearly right', '$v: SignInInput!', SIGN_IN, () => ({
    v: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`nonce${'e'.repeat(12_000)}${i}`, 1])),
  })),
  variables('more variables than are declared', '$v: [ID!]!', ADMIT, () =>
    Object.fromEntries(Array.from({ length: 15_000 }, (_, i) => [`v${i}`, i])),
  ),

  {
    name: 'deep JSON beside the query',
    body: () => `{"query":"{__typename}","extensions":{"a":${'['.repeat(120_000)}${']'.repeat(120_000)}}}`,
  },
  {
    name: 'JSON of many keys',
    body: () => `{"query":"{__typename}","extensions":{${times(20_000, (i) => `"${i}":1`, ',')}}}`,
  },
  { name: 'JSON of one key', body: () => `{"query":"{__typename}",${times(20_000, () => '"a":1', ',')}}` },
  { name: 'no JSON, at its end', body: () => `{"query":"${'x'.repeat(ROOM)}` },
  { name: 'bytes that are no text', body: () => Buffer.alloc(BODY_BYTES, 0xff) },
  { name: 'escapes of JSON', body: () => `{"query":"${'\\u0020'.repeat(43_000)}{__typename}"}` },
  {
    name: 'a gzip bomb',
    headers: { 'content-encoding': 'gzip' },
    body: () => gzipSync(Buffer.alloc(200 * 2 ** 20, 32)),
  },
  {
    name: 'a brotli bomb',
    headers: { 'content-encoding': 'br' },
    body: () => brotliCompressSync(Buffer.alloc(64 * 2 ** 20, 32)),
  },
  {
    name: 'gzip of nothing, many times',
    headers: { 'content-encoding': 'gzip' },
    body: () => Buffer.concat(Array(12_000).fill(gzipSync(''))),
  },
  {
    name: 'a token that is none',
    headers: { authorization: `Bearer ${'a'.repeat(5_000)}.${'b'.repeat(5_000)}.${'c'.repeat(5_000)}` },
    body: () => json('{ __typename }'),
  },
  {
    name: 'positions that are none',
    headers: { 'journal-position': 'membership:x,'.repeat(1_000) },
    body: () => json('{ __typename }'),
  },
];
