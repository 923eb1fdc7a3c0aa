import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { judgePartnerSchema } from '../../../../gateway/supergraph/partner/judge.js';
import { OPEN_ENTITIES } from '../../../../gateway/supergraph/partner/openEntities.js';
import { PARTNER_RULES } from '../../../../gateway/supergraph/partner/ruleTable.js';
import { place } from '../../../support/readmeTables.js';
import { composeWith, TAKEN } from '../support/core.js';

const folder = new URL('../../../../docs/partner/', import.meta.url);
const path = new URL('README.md', folder);

/** `UPDATE_README=true` writes the table anew. */
test('partners read the rules by which they are judged', () => {
  const rows = Object.entries(PARTNER_RULES).map(
    ([code, { means, help }]) => `| \`${code}\` | ${means} | ${help} |`,
  );
  const table = ['| code | the rule | what to do |', '| --- | --- | --- |', ...rows].join('\n');
  const text = readFileSync(path, 'utf8');
  const current = place(text, 'rules', table);
  if (process.env.UPDATE_README === 'true') writeFileSync(path, current);
  else expect(text).toBe(current);
  for (const entity of OPEN_ENTITIES.keys()) expect(text).toContain(`\`${entity}\``);
});

test('the starter’s schema may be published as it is', () => {
  const sdl = readFileSync(new URL('schema.graphql', folder), 'utf8');
  expect(judgePartnerSchema(sdl, { name: 'acme', prefix: 'Acme' }, TAKEN)).toEqual([]);
  expect(composeWith({ name: 'acme', sdl }).supergraphSdl).toContain('acmeRating');
});
