import { describe, expect, test } from '@jest/globals';
import { ESLint, Linter } from 'eslint';

const eslint = new ESLint();

/** What lint says of an import in a file, by the rule that holds the arrows and no other. */
async function refusals(file: string, imported: string): Promise<string[]> {
  const { rules = {} } = (await eslint.calculateConfigForFile(file)) as Linter.Config;
  const arrows = { rules: { 'no-restricted-imports': rules['no-restricted-imports'] } } as Linter.Config;
  return new Linter().verify(`import '${imported}';`, [arrows]).map(({ message }) => message);
}

describe('an arrow inside a subgraph', () => {
  test.each([
    ['subgraphs/data/domain/job.ts', '../adapters/blobs.js'],
    ['subgraphs/data/domain/job.ts', '../store/jobStore.js'],
    ['subgraphs/data/store/jobStore.ts', '../adapters/blobs.js'],
    ['subgraphs/data/store/migrations/index.ts', '../../service/ports.js'],
    ['subgraphs/payouts/service/placeOrders.ts', '../schema/context.js'],
    ['subgraphs/payouts/service/placeOrders.ts', '../reactions/index.js'],
    ['subgraphs/payouts/service/placeOrders.ts', '../store/invoiceRow.js'],
    ['subgraphs/payouts/service/placeOrders.ts', '../../data/service/ports.js'],
    ['subgraphs/data/schema/consent.resolver.ts', '../adapters/hpke.js'],
    ['subgraphs/data/schema/consent.resolver.ts', '../reactions/index.js'],
    ['subgraphs/data/reactions/founding.ts', '../schema/context.js'],
    ['subgraphs/data/reactions/founding.ts', '../adapters/blobs.js'],
    ['subgraphs/data/reactions/founding.ts', '../store/cooperativeRow.js'],
    ['subgraphs/data/adapters/signer.ts', '../service/grantConsent.js'],
    ['subgraphs/data/adapters/signer.ts', '../store/jobStore.js'],
    ['subgraphs/data/adapters/engine/engine.ts', '../../service/grantConsent.js'],
    ['subgraphs/data/adapters/engine/engine.ts', '../../schema/context.js'],
    ['subgraphs/data/adapters/engine/engine.ts', 'typeorm'],
    ['subgraphs/kit/store/store.ts', '../../data/index.js'],
  ])('is not broken: %s does not import %s', async (file, imported) => {
    expect(await refusals(file, imported)).toEqual([expect.stringContaining('is restricted')]);
  });

  test.each([
    ['subgraphs/data/adapters/signer.ts', '../service/ports.js'],
    ['subgraphs/data/adapters/signer.ts', '../domain/licence.js'],
    ['subgraphs/data/adapters/engine/engine.ts', '../../service/ports.js'],
    ['subgraphs/data/adapters/signer.ts', '../../kit/store/fileLock.js'],
    ['subgraphs/data/service/readJobs.ts', '../../kit/schema/connection.js'],
    ['subgraphs/data/reactions/founding.ts', '../store/cooperativeStore.js'],
    ['subgraphs/data/schema/consent.resolver.ts', '../../kit/schema/access.js'],
  ])('lets %s import %s', async (file, imported) => {
    expect(await refusals(file, imported)).toEqual([]);
  });
});

describe('an arrow of the engine', () => {
  test.each([
    ['gateway/engine/engine.ts', '../errors.js'],
    ['gateway/engine/engine.ts', '../guard/guard.js'],
    ['gateway/engine/errors.ts', '../../wallet/index.js'],
    ['gateway/engine/plan/steps.ts', '../../errors.js'],
    ['gateway/engine/plan/steps.ts', '../../cache/openCache.js'],
    ['gateway/engine/transport/httpTransport.ts', '../../../subgraphs/kit/store/store.js'],
    ['gateway/engine/transport/httpTransport.ts', '../../../subgraphs/data/index.js'],
    ['gateway/engine/planner/process/planners.ts', '../../../config.js'],
    ['gateway/engine/planner/workarounds/detach.ts', '../../../guard/guard.js'],
    ['gateway/engine/planner/workarounds/detach.ts', '../../../../wallet/index.js'],
    ['gateway/engine/engine.ts', '@apollo/server'],
    ['gateway/engine/planner/planner.ts', './workarounds/detach.js'],
    ['gateway/engine/plan/steps.ts', '../planner/workarounds/detach.js'],
  ])('is not broken: %s does not import %s', async (file, imported) => {
    expect(await refusals(file, imported)).toEqual([expect.stringContaining('is restricted')]);
  });

  test.each([
    ['gateway/engine/engine.ts', './planner/planner.js'],
    ['gateway/engine/engine.ts', '../../subgraphs/kit/errors/define.js'],
    ['gateway/engine/plan/steps.ts', '../errors.js'],
    ['gateway/engine/plan/steps.ts', '../../../subgraphs/kit/wire/exactJson.js'],
    ['gateway/engine/planner/process/planners.ts', '../../errors.js'],
    ['gateway/engine/planner/workarounds/detach.ts', '../joins.js'],
    ['gateway/engine/planner/workarounds/patchedPlanner.ts', './detach.js'],
    ['gateway/engine/planner/planner.ts', '@apollo/query-planner'],
    ['gateway/gateway.ts', './engine/engine.js'],
  ])('lets %s import %s', async (file, imported) => {
    expect(await refusals(file, imported)).toEqual([]);
  });
});

describe('an arrow of the verifier', () => {
  test.each([
    ['verifier/log.ts', '../subgraphs/kit/domain/merkle.js'],
    ['verifier/log.ts', '../wallet/encoding/canonical.js'],
    ['verifier/log.ts', './program/files.js'],
    ['verifier/hash.ts', 'node:crypto'],
    ['verifier/hash.ts', 'canonicalize'],
    ['verifier/program/run.ts', '../../subgraphs/kit/domain/note.js'],
    ['verifier/program/run.ts', '@noble/hashes/sha2.js'],
    ['verifier/program/run.ts', 'undici'],
  ])('is not broken: %s does not import %s', async (file, imported) => {
    expect(await refusals(file, imported)).toEqual([expect.stringContaining('is restricted')]);
  });

  test.each([
    ['verifier/log.ts', './merkle.js'],
    ['verifier/hash.ts', '@noble/hashes/sha2.js'],
    ['verifier/program/run.ts', '../log.js'],
    ['verifier/program/run.ts', './files.js'],
    ['verifier/program/files.ts', 'node:fs/promises'],
  ])('lets %s import %s', async (file, imported) => {
    expect(await refusals(file, imported)).toEqual([]);
  });
});
