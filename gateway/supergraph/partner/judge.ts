import { getLocation } from 'graphql';
import { toldProblem } from '../registry/problem.js';
import type { Problem } from '../registry/problem.js';
import { FINDINGS_MAX } from './limits.js';
import type { Finding, PartnerName, Rule } from './partnerSchema.js';
import { readSchema } from './readSchema.js';
import { PARTNER_RULES } from './ruleTable.js';
import { definitions } from './rules/definitions.js';
import { directives } from './rules/directives.js';
import { names } from './rules/names.js';
import { openTypes } from './rules/openTypes.js';
import { promises } from './rules/promises.js';
import { references } from './rules/references.js';
import { size } from './rules/size.js';

const RULES: readonly Rule[] = [definitions, names, references, openTypes, promises, directives];

/**
 * Judges a partner's schema by the rules of the partner zone, before anything of it is composed.
 *
 * @param taken - the names of everybody else's types.
 * @returns what is wrong with it, in the order of its lines; FINDINGS_MAX at most.
 */
export function judgePartnerSchema(sdl: string, partner: PartnerName, taken: ReadonlySet<string>): Problem[] {
  const reading = readSchema(sdl);
  if (!('document' in reading)) {
    const { rule, message, line, column } = reading;
    const { help } = PARTNER_RULES[rule];
    return [toldProblem({ code: rule, subgraph: partner.name, message, line, column, help })];
  }
  const schema = { partner, document: reading.document, taken };
  // Whatever is larger than it may be is looked at no further.
  const tooLarge = [...size(schema)];
  const findings = tooLarge.length > 0 ? tooLarge : RULES.flatMap((rule) => [...rule(schema)]);
  return findings
    .sort((a, b) => (a.node.loc?.start ?? 0) - (b.node.loc?.start ?? 0))
    .slice(0, FINDINGS_MAX)
    .map((finding) => problemOf(finding, partner.name));
}

function problemOf({ rule, coordinate, node, message }: Finding, subgraph: string): Problem {
  const at = node.loc && getLocation(node.loc.source, node.loc.start);
  return toldProblem({ code: rule, subgraph, coordinate, ...at, message, help: PARTNER_RULES[rule].help });
}
