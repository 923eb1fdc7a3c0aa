import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse, validate } from 'graphql';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { gatewaySettingsSchema } from '../../gateway/config.js';
import { Guard } from '../../gateway/guard/guard.js';
import { limitsOf } from '../../gateway/guard/limits.js';
import { readSettings } from '../../subgraphs/kit/settings.js';
import { buildSubgraph } from '../../subgraphs/kit/schema/build.js';
import { createExecutor } from '../../subgraphs/kit/service/execute.js';
import { createLogger } from '../../subgraphs/kit/observability/logger.js';
import { isPlainText } from '../../subgraphs/kit/wire/plainText.js';
import { preparerFor } from '../../subgraphs/kit/service/prepare.js';
import { start as startData } from '../../subgraphs/data/index.js';
import { start as startGovernance } from '../../subgraphs/governance/index.js';
import { start as startMembership } from '../../subgraphs/membership/index.js';
import { start as startPayouts } from '../../subgraphs/payouts/index.js';
import { composePublicSchema } from '../support/publicSchema.js';
import { textInputsOf } from '../support/textInputs.js';

const STRANGE = {
  'a NUL': 'a\0b',
  'half a pair': 'a\uD83Cb',
  'another half': '\uDF0A',
  'an escape': '\u001b[31m',
};
const PLAIN = ['', 'Río Cuarto', 'one\n\ttwo\r\n', '🌊', 'e\u0301', '\u202bשלום\u202c', '\uFFFD'];
const SEED = 20_261_129;

const doors = {
  membership: () => doorOf(startMembership),
  governance: () => doorOf(startGovernance),
  data: () => doorOf(startData),
  payouts: () => doorOf(startPayouts),
  gateway: () => gatewayDoor(),
};

/** What a request comes to at one door, before anything of the service has been asked. */
interface HttpServer {
  schema: GraphQLSchema;
  codesOf(query: string, variables: Record<string, unknown>): Promise<unknown[]>;
}

describe.each(Object.entries(doors))('the door of %s', (_, open) => {
  let door: HttpServer;
  beforeAll(async () => {
    door = await open();
  });

  it('refuses what is no text wherever text enters', async () => {
    const inputs = textInputsOf(door.schema);
    expect(inputs.length).toBeGreaterThan(20);
    const strange = Object.entries(STRANGE);
    const admitted: string[] = [];
    for (const [index, { place, query, variablesWith }] of inputs.entries()) {
      const [name, text] = strange[index % strange.length]!;
      const codes = await door.codesOf(query, variablesWith(text));
      if (codes.join() !== 'BAD_USER_INPUT') admitted.push(`${place} with ${name}: ${codes.join()}`);
      // Only what is valid would come as far as the text.
      if (index % 10 === 0) expect(validate(door.schema, parse(query))).toEqual([]);
    }
    expect(admitted).toEqual([]);
  });

  it('refuses it in the document, too', async () => {
    const { place, query, variablesWith } = textInputsOf(door.schema).find(({ query: asked }) =>
      /^query\(\$target: (ID|String)!?\)/.test(asked),
    )!;
    expect(variablesWith('')).toHaveProperty('target');
    const literal = query.replace(/^query\([^)]*\)/, 'query').replace('$target', '"a\\u0000b"');
    expect({ place, codes: await door.codesOf(literal, {}) }).toEqual({ place, codes: ['BAD_USER_INPUT'] });
  });
});

describe('a plain text', () => {
  it.each(PLAIN)('is %j', (text) => {
    expect(isPlainText(text)).toBe(true);
  });

  it('is any text of whole characters that are no controls', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const points = [...text].map((character) => character.codePointAt(0)!);
        const isControl = (point: number) => point < 32 || (point >= 127 && point < 160);
        const isHalf = (point: number) => point >= 0xd800 && point < 0xe000;
        const stray = points.some((at) => isHalf(at) || (isControl(at) && ![9, 10, 13].includes(at)));
        expect(isPlainText(text)).toBe(!stray);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});

async function doorOf(start: { schema: Parameters<typeof buildSubgraph>[0] }): Promise<HttpServer> {
  const { schema } = await buildSubgraph(start.schema);
  const untouched = (): never => {
    throw new Error('nothing of the service is asked');
  };
  const execute = createExecutor({
    name: 'test',
    schema,
    prepare: preparerFor(schema),
    services: {},
    logger: createLogger('test', 'silent'),
    claimsOf: () => ({ aud: 'test', rid: 'test', jti: 'test' }),
    viewerOf: untouched,
    spend: untouched,
    catchUp: untouched,
  });
  return {
    schema,
    async codesOf(query, variables) {
      const { errors = [] } = await execute({ query, variables, headers: {} });
      return errors.map(({ extensions }) => extensions?.code);
    },
  };
}

async function gatewayDoor(): Promise<HttpServer> {
  const schema = await composePublicSchema();
  const guard = new Guard(limitsOf(readSettings(gatewaySettingsSchema, {})), true);
  return {
    schema,
    codesOf(query, variables) {
      const document = parse(query);
      const operation = document.definitions[0] as OperationDefinitionNode;
      const { errors = [] } = guard.prepare(schema, document, operation).judge(variables);
      return Promise.resolve(errors.map(({ code }) => code));
    },
  };
}
