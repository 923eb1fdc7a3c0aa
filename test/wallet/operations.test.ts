import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';

import { call, documentOf, type MutationField } from '../../wallet/client/mutation.js';
import * as data from '../../wallet/operations/data.js';
import * as exporting from '../../wallet/operations/exporting.js';
import * as governance from '../../wallet/operations/governance.js';
import * as membership from '../../wallet/operations/membership.js';
import * as payouts from '../../wallet/operations/payouts.js';
import * as signIn from '../../wallet/operations/signIn.js';
import { composePublicSchema } from '../support/publicSchema.js';

const operations = Object.values({ data, exporting, governance, membership, payouts, signIn })
  .flatMap((topic) => Object.entries(topic) as [string, string | MutationField<unknown, unknown>][])
  .map(([name, operation]) => ({
    name,
    document: typeof operation === 'string' ? whole(operation) : documentOf([call(operation, {})]),
  }));

/** What is shown of an effect is a part of what others ask for. */
function whole(text: string): string {
  return text.startsWith('...') ? `query ($id: ID!) { proposal(id: $id) { effect { ${text} } } }` : text;
}

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await composePublicSchema();
});

describe('every operation of the wallet', () => {
  it.each(operations)('$name is one of the public schema', ({ document }) => {
    expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
  });
});
