import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The arrows between the rooms (which room may import which), and a few rules that a compiler cannot hold.
 * Each entry: the files, the paths that they may not import, and why.
 */
const SUBGRAPHS = ['membership', 'governance', 'data', 'payouts'];

const forbid = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});
const group = (paths, message) => ({ group: paths, message });

const kit = forbid(
  ['subgraphs/kit/**'],
  [
    group(
      [...SUBGRAPHS.map((name) => `**/${name}/**`), '**/gateway/**', '**/wallet/**'],
      'The kit knows none of those who use it.',
    ),
  ],
);
const others = (own) => SUBGRAPHS.filter((name) => name !== own).map((name) => `**/${name}/**`);
const foreign = (own) =>
  group(
    [...others(own), '**/gateway/**', '**/wallet/**'],
    'Subgraphs meet in the journal and in entity keys.',
  );

/** Subgraphs in which SQL and rows stand in `store/` and nowhere else. */
const ROWS_IN_STORE = ['membership', 'governance', 'data', 'payouts'];
const rowsOutside = (name) =>
  ROWS_IN_STORE.includes(name)
    ? [group(['typeorm', '**/store/**/*Row.js'], 'Rows stay in the store, which gives and takes values.')]
    : [];

/** Rooms of a subgraph as one file of it names them to another, which leaves the kit's rooms of the same names free. */
const ownRooms = (...names) => names.flatMap((name) => [`../${name}/**`, `../../${name}/**`]);
/** An adapter fits a port, which the use cases name. */
const notThePorts = [...ownRooms('service'), '!../service/ports.js', '!../../service/ports.js'];

const rooms = SUBGRAPHS.flatMap((name) => [
  forbid([`subgraphs/${name}/**`], [foreign(name), ...rowsOutside(name)]),
  forbid(
    [`subgraphs/${name}/domain/**`],
    [
      foreign(name),
      group(
        [
          '**/schema/**',
          '**/service/**',
          '**/store/**',
          '**/reactions/**',
          '**/adapters/**',
          'typeorm',
          'type-graphql',
          'pg',
        ],
        'The domain is pure.',
      ),
    ],
  ),
  forbid(
    [`subgraphs/${name}/store/**`],
    [
      foreign(name),
      group(
        ['**/schema/**', '**/service/**', '**/reactions/**', '**/adapters/**', 'type-graphql'],
        'store → domain',
      ),
    ],
  ),
  forbid(
    [`subgraphs/${name}/service/**`],
    [
      foreign(name),
      ...rowsOutside(name),
      group([...ownRooms('schema', 'reactions'), 'type-graphql'], 'service → domain, service → store'),
    ],
  ),
  forbid(
    [`subgraphs/${name}/schema/**`],
    [
      foreign(name),
      ...rowsOutside(name),
      group(ownRooms('adapters', 'reactions'), 'schema → service → domain'),
    ],
  ),
  forbid(
    [`subgraphs/${name}/reactions/**`],
    [
      foreign(name),
      ...rowsOutside(name),
      group([...ownRooms('schema', 'adapters'), 'type-graphql'], 'reactions → service, reactions → store'),
    ],
  ),
  forbid(
    [`subgraphs/${name}/adapters/**`],
    [
      foreign(name),
      ...rowsOutside(name),
      group(
        [...ownRooms('schema', 'store', 'reactions'), ...notThePorts, 'type-graphql'],
        'adapters → domain, adapters → service/ports.ts',
      ),
    ],
  ),
]);

const GATEWAY_ARROWS = [
  group(['**/wallet/**'], 'The gateway holds no wallet.'),
  group(
    ['**/kit/{domain,schema,loaders}/**'],
    'The gateway imports only kit/{contracts,errors,wire,http,identity,store,journal,observability,process,service}.',
  ),
  group(
    SUBGRAPHS.map((name) => `**/subgraphs/${name}/**`),
    'Only gateway/services.ts starts subgraphs, through their index.',
  ),
];
/** Rooms of the gateway by name. A pattern names a room as its neighbours import it: `../room/…`, `../../room/…`. */
const gatewayRooms = (...names) => names.flatMap((name) => [`../${name}/**`, `../../${name}/**`]);
/** What the pipeline asks knows nothing of it; it knows nothing of the transports, which call it. */
const gateway = [
  forbid(['gateway/**'], GATEWAY_ARROWS),
  forbid(
    ['gateway/{guard,identity,observability}/**'],
    [
      ...GATEWAY_ARROWS,
      group(
        gatewayRooms('pipeline', 'http', 'live', 'standalone'),
        'pipeline → guard, identity, observability',
      ),
    ],
  ),
  forbid(
    ['gateway/pipeline/**'],
    [
      ...GATEWAY_ARROWS,
      group(gatewayRooms('http', 'live', 'standalone', 'supergraph'), 'http → pipeline, live → pipeline'),
    ],
  ),
  forbid(
    ['gateway/http/**'],
    [...GATEWAY_ARROWS, group(gatewayRooms('live', 'standalone', 'supergraph'), 'live → http')],
  ),
];
/** Whatever leaves the engine's folder, but for the kit's errors and wire; `depth` is a file's below `gateway`. */
const around = (depth) => ({
  regex: `^(?:\\.\\./){${depth}}(?!\\.\\./subgraphs/kit/(?:errors|http|wire)/)`,
  message: 'The engine imports nothing of what is around it but kit/{errors,http,wire}.',
});
const server = group(['@apollo/server*', '@apollo/server*/**'], 'The engine knows no server.');
const workarounds = {
  regex: '/workarounds/',
  message: 'Workarounds are loaded for the supergraphs that need them: workaroundsFor.',
};
const engine = [
  forbid(['gateway/engine/*.ts'], [around(1), server, workarounds]),
  forbid(['gateway/engine/*/*.ts'], [around(2), server, workarounds]),
  forbid(['gateway/engine/planner/process/*.ts'], [around(3), server, workarounds]),
  forbid(['gateway/engine/planner/workarounds/*.ts'], [around(3), server]),
];
const wallet = forbid(
  ['wallet/**'],
  [group(['**/subgraphs/**', '**/gateway/**'], 'The wallet imports nothing of the server.')],
);

/** Whatever is not beside it, but for hashes and curves. What lies in its folder knows Node; the library runs in a page. */
const verifier = [
  forbid(
    ['verifier/*.ts'],
    [
      {
        regex: '^(?!\\./[^/]+\\.js$|@noble/(?:hashes|curves)/)',
        message: 'The verifier shares no code with what it checks, and its library runs in a page.',
      },
    ],
  ),
  forbid(
    ['verifier/program/**'],
    [
      {
        regex: '^(?!\\.\\.?/[^/.]+\\.js$|node:)',
        message: 'The verifier shares no code with what it checks.',
      },
    ],
  ),
  {
    files: ['verifier/*.ts'],
    rules: { 'no-restricted-globals': ['error', 'Buffer', 'process', 'require', 'global'] },
  },
];

const DATA_SOURCE = {
  selector: "NewExpression[callee.name='DataSource']",
  message: 'Only the kit opens databases; use store.transaction.',
};
const SQL = '/^\\s*(select .+ from|insert into|update \\w+ (\\w+ )?set|delete from|with \\w+ as) /is';
const STATEMENTS = [
  'CallExpression[callee.property.name=/^(query|unscoped)$/]',
  "MemberExpression[property.name='manager']",
  `Literal[value=${SQL}]`,
  `TemplateElement[value.raw=${SQL}]`,
].map((selector) => ({
  selector,
  message: 'SQL stands in the store alone; give what it does a name there.',
}));

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      '.data/**',
      'coverage/**',
      'bench/**/*.mjs',
      'wallet/demo/data/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  kit,
  ...rooms,
  ...gateway,
  ...engine,
  wallet,
  ...verifier,
  { files: ['gateway/services.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    // A repository outside the tenant's transaction would read without row-level security's settings.
    files: ['subgraphs/{membership,governance,data,payouts}/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['getRepository', 'createQueryRunner', 'createQueryBuilder'].flatMap((property) =>
          ['source', 'dataSource', 'connection'].map((object) => ({
            object,
            property,
            message: 'Rows are touched only inside store.transaction: tx.manager, tx.query.',
          })),
        ),
      ],
      'no-restricted-syntax': ['error', DATA_SOURCE],
    },
  },
  {
    // The domain is pure, and adapters speak to what is no database of the service's.
    files: ROWS_IN_STORE.map((name) => `subgraphs/${name}/**`),
    ignores: ['subgraphs/*/{store,domain,adapters}/**'],
    rules: { 'no-restricted-syntax': ['error', DATA_SOURCE, ...STATEMENTS] },
  },
  {
    // People read these on a terminal.
    files: [
      'gateway/{main,cooperative}.ts',
      'gateway/{explain,persist}.ts',
      'gateway/{pins,reset}.ts',
      'gateway/supergraph/registry/main.ts',
      'gateway/announce.ts',
      'subgraphs/governance/count.ts',
      'subgraphs/kit/service/alone.ts',
      'subgraphs/kit/process/lifetime.ts',
      'subgraphs/*/rail/main.ts',
      'subgraphs/*/compute/main.ts',
      'wallet/demo/**',
      'wallet/founding/main.ts',
      'verifier/program/main.ts',
      'bench/**',
      '**/*.mjs',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      // Objects that tests hand around are literals whose functions use no `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: {
        Buffer: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        process: 'readonly',
        setImmediate: 'readonly',
        setInterval: 'readonly',
        URL: 'readonly',
      },
    },
  },
);
