import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { readSettings } from '../subgraphs/kit/settings.js';
import { gatewaySettingsSchema } from './config.js';
import { collectDocuments, trustedList } from './guard/documents/collect.js';
import { Guard } from './guard/guard.js';
import { limitsOf } from './guard/limits.js';
import { readText } from './readText.js';
import { composePublicSchema } from './supergraph/publicSchema.js';

const USAGE = 'npm run persist -- [--out <file>] [--supergraph <file>] <files and folders>';

/**
 * Collects documents, holds them to the schema and to the guard's limits as they are set, and writes the list for
 * PERSISTED_DOCUMENTS. `--supergraph` takes another schema than that of the four services.
 */
async function persist(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: 'persisted-documents.json' },
      supergraph: { type: 'string' },
    },
  });
  if (positionals.length === 0) throw new Error(USAGE);
  const documents = collectDocuments(positionals);
  if (documents.length === 0) throw new Error(`there are no documents in ${positionals.join(', ')}`);
  const guard = new Guard(limitsOf(readSettings(gatewaySettingsSchema, process.env)), true);
  const list = trustedList(documents, await schemaOf(values.supergraph), guard);
  writeFileSync(values.out, `${JSON.stringify(list, null, 2)}\n`);
  console.log(`${Object.keys(list).length} documents in ${values.out}`);
}

async function schemaOf(file: string | undefined): Promise<GraphQLSchema> {
  if (file === undefined) return composePublicSchema();
  return Supergraph.build(readText(file)).apiSchema().toGraphQLJSSchema();
}

await persist().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
