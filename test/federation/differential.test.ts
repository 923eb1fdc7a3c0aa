import { describe, expect, test } from '@jest/globals';
import { runTrial } from '../support/federation/differential/differential.js';
import type { Failure } from '../support/federation/differential/differential.js';
import { printSubgraph } from '../support/federation/differential/printModel.js';
import { shrink } from '../support/federation/differential/shrink.js';
import { ownEngine } from '../support/federation/ownEngine.js';

/** Operations to compare; `npm run test:differential` asks for 100,000. */
const OPERATIONS = Number(process.env.DIFFERENTIAL ?? 600);

/** Composing takes as long as some forty operations, so that there are many to a schema. */
const OPERATIONS_PER_SCHEMA = 60;

/** Schemas that do not compose cost time and show nothing. Of those that were counted, a seventh; this is to spare. */
const UNFIT_SHARE = 0.25;
/** By chance alone, less than one run in a million finds more. */
const FALSE_ALARM = 1e-6;

const HOURS_MAX = 6;

/**
 * `SEED` of a failure, as it is printed, draws the same schema and operation again, and no more. Without it, those who
 * test what they have draw the same each time; `npm run test:differential` draws others.
 */
const seed = process.env.SEED ?? (process.env.DIFFERENTIAL === undefined ? '20261129' : String(Date.now()));

/** What a share that is in truth the given one exceeds in so many draws with a probability below `FALSE_ALARM`. */
function mostOf(share: number, draws: number): number {
  // By a bound on sums of independent draws (doi:10.1080/01621459.1963.10500830). The last schema always composes, for it is drawn until enough operations are.
  return share + Math.sqrt(Math.log(1 / FALSE_ALARM) / (2 * Math.max(1, draws - 1)));
}

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
      expect(count.unfit / count.schemas).toBeLessThan(mostOf(UNFIT_SHARE, count.schemas));
    },
    HOURS_MAX * 3_600_000,
  );
});
