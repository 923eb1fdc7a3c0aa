import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Supergraph } from '@apollo/federation-internals';
import { readSettings } from '../subgraphs/kit/settings.js';
import { isRecord } from '../subgraphs/kit/wire/isRecord.js';
import { gatewaySettingsSchema } from './config.js';
import { directPlannerWorker } from './engine/planner/directPlannerWorker.js';
import { Explainer } from './explanation.js';
import { limitsOf } from './guard/limits.js';
import { readText } from './readText.js';
import { composeOwnSupergraph } from './supergraph/publicSchema.js';

const USAGE = 'npm run explain -- [--variables <JSON>] [--supergraph <file>] <file.graphql>';

/** Prints the cost and the query plan of each operation in a file, under the limits as they are set. */
async function explain(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { variables: { type: 'string', default: '{}' }, supergraph: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Error(USAGE);
  const text = readText(file);
  const settings = readSettings(gatewaySettingsSchema, process.env);
  const supergraphSdl =
    values.supergraph === undefined ? await composeOwnSupergraph() : readText(values.supergraph);
  const limits = { plansMax: settings.PLANS_COMPARED_MAX, pathsMax: settings.PLAN_PATHS_MAX };
  const explainer = new Explainer({
    planner: await directPlannerWorker(limits).open(supergraphSdl),
    schema: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema(),
    guardLimits: limitsOf(settings),
  });
  for (const { operation, cost, refusals, plan } of await explainer.explain(
    text,
    variablesOf(values.variables),
  )) {
    console.log(
      `${operation}: ${cost === undefined ? 'refused' : `cost ${cost} of at most ${settings.GUARD_COST_MAX}`}`,
    );
    for (const refusal of refusals) console.log(`  ${refusal}`);
    console.log(plan);
  }
}

function variablesOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Said below.
  }
  throw new Error('--variables is a JSON object: {"first": 10}');
}

await explain().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
