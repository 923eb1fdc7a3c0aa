import { Kind, visit } from 'graphql';
import type { ASTNode } from 'graphql';
import { domainErrorIn } from '../../../../subgraphs/kit/errors/format.js';
import { scanTokens } from '../../../guard/tokens.js';
import { PARTNER_SCHEMA_LIMITS as LIMITS } from '../limits.js';
import type { Finding, PartnerSchema } from '../partnerSchema.js';

type Counted = 'fields' | 'values' | 'types' | 'arguments' | 'interfaces';

/** What a node holds, by the names that graphql gives to its lists, and how much of it. */
const LISTS: readonly { property: Counted; most: number }[] = [
  { property: 'fields', most: LIMITS.members },
  { property: 'values', most: LIMITS.members },
  { property: 'types', most: LIMITS.members },
  { property: 'arguments', most: LIMITS.arguments },
  { property: 'interfaces', most: LIMITS.interfaces },
];

export function* size({ document }: PartnerSchema): Iterable<Finding> {
  if (document.definitions.length > LIMITS.types) {
    const { length } = document.definitions;
    yield tooLarge(document.definitions[LIMITS.types]!, `There are ${length} types of ${LIMITS.types}.`);
  }
  let directives = 0;
  const found: Finding[] = [];
  visit(document, {
    enter(node) {
      if (node.kind === Kind.DIRECTIVE) directives += 1;
      if (node.kind === Kind.DIRECTIVE && directives === LIMITS.directives + 1) {
        found.push(tooLarge(node, `Directives stand at more than ${LIMITS.directives} places.`));
      }
      if (node.kind === Kind.NAME && node.value.length > LIMITS.nameCharacters) {
        found.push(tooLarge(node, `A name has ${node.value.length} of ${LIMITS.nameCharacters} characters.`));
      }
      found.push(...listsOf(node), ...descriptionOf(node), ...keysOf(node), ...selectionIn(node));
    },
  });
  yield* found;
}

function* listsOf(node: ASTNode): Iterable<Finding> {
  for (const { property, most } of LISTS) {
    const list = (node as Partial<Record<Counted, readonly ASTNode[]>>)[property];
    if (Array.isArray(list) && list.length > most) {
      yield tooLarge(node, `There are ${list.length} ${property} here of ${most}.`);
    }
  }
}

function* descriptionOf(node: ASTNode): Iterable<Finding> {
  if (!('description' in node) || !node.description) return;
  const { length } = node.description.value;
  if (length > LIMITS.descriptionCharacters) {
    yield tooLarge(
      node.description,
      `A description has ${length} of ${LIMITS.descriptionCharacters} characters.`,
    );
  }
}

function* keysOf(node: ASTNode): Iterable<Finding> {
  const directives = 'directives' in node ? (node.directives ?? []) : [];
  const keys = directives.filter(({ name }) => name.value.replace(/^federation__/, '') === 'key');
  if (keys.length > LIMITS.keys) {
    yield tooLarge(keys[LIMITS.keys]!, `There are ${keys.length} keys here of ${LIMITS.keys}.`);
  }
}

/** Fields within a text, as `@key` has them: to this document they are one token, and to the composer a tree. */
function* selectionIn(node: ASTNode): Iterable<Finding> {
  if (node.kind !== Kind.ARGUMENT || node.name.value !== 'fields' || node.value.kind !== Kind.STRING) return;
  try {
    scanTokens(node.value.value, LIMITS.selection);
  } catch (error) {
    // What is no selection at all is told by the composer.
    if (!domainErrorIn(error)) return;
    const { tokens, nesting } = LIMITS.selection;
    const message = `These fields have more than ${tokens} tokens, or brackets more than ${nesting} deep.`;
    yield tooLarge(node, message);
  }
}

function tooLarge(node: ASTNode, message: string): Finding {
  return { rule: 'PARTNER_TOO_LARGE', node, message };
}
