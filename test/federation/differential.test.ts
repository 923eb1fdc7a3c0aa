import { describe, expect, test } from '@jest/globals';
import { runTrial } from '../support/federation/differential/differential.js';
import type { Failure } from '../support/federation/differential/differential.js';
import { printSubgraph } from '../support/federation/differential/printModel.js';
import { shrink } from '../support/federation/differential/shrink.js';
import { ownEngine } from '../support/federation/ownEngine.js';

/** Operations to compare; `npm run test:differential` asks for 100,000. */
const OPERATIONS = Number(process.env.DIFFERENTIAL ?? 1_000);

/** Composing takes as long as some forty operations, so that there are many to a schema. */
const OPERATIONS_PER_SCHEMA = 60;

/** Schemas that do not compose cost time and show nothing. */
const UNFIT_SHARE_MAX = 0.3;

const HOURS_MAX = 6;

/** `SEED` of a failure, as it is printed, draws the same schema and operation again, and no more. */
const seed = process.env.SEED ?? String(Date.now());

function report({ seed: at, model, operation, difference, got, wanted }: Failure): string {
  const parts = model.subgraphs.map((name) => `# ${name}\n${printSubgraph(model, name)}`);
  return [
    `SEED=${at} draws it again: ${difference}`,
    ...parts,
    `# operation\n${operation.query}\n${JSON.stringify(operation.variables)}`,
    `# got\n${JSON.stringify(got, null, 2)}`,
    `# wanted\n${JSON.stringify(wanted, null, 2)}`,
  ].join('\n');
}

describe('any operation over any supergraph', () => {
  test(
    `is answered as one server would answer it that has everything (seed ${seed})`,
    async () => {
      const failures: string[] = [];
      const count = await runTrial({
        seed,
        operations: OPERATIONS,
        operationsPerSchema: OPERATIONS_PER_SCHEMA,
        createEngine: ownEngine,
        async onFailure(failure, pair) {
          failures.push(report(await shrink(failure, pair, ownEngine)));
          return false;
        },
      });
      expect(failures.join('\n')).toBe('');
      if (count.operations < OPERATIONS) return;
      expect(count.unfit / count.schemas).toBeLessThan(UNFIT_SHARE_MAX);
    },
    HOURS_MAX * 3_600_000,
  );
});
