import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { argumentOf } from './joins.js';

/** What a supergraph declares of a type, or of one of its fields. */
export interface CachingRule {
  /** Seconds; 0 for what is never kept. Undefined where nothing is said. */
  readonly maxAge?: number;
  /** Whether it is as public as what holds it. */
  readonly inherits?: true;
}

export interface CachingFacts {
  /** By `Type` and `Type.field`. What stands for one viewer has the maximal age 0. */
  readonly rules: Readonly<Record<string, CachingRule>>;
  /** By type: the field by which its objects are told apart, `id` where there is one. */
  readonly keys: Readonly<Record<string, string>>;
}

const DIRECTIVE = 'cacheControl';
const ID = 'id';
const NAME = /^\w+$/;

/** Reads what a supergraph says of keeping answers: `@cacheControl`, as its subgraphs declare it. */
export function cachingFacts(supergraph: DocumentNode): CachingFacts {
  const rules: Record<string, CachingRule> = {};
  const keys: Record<string, string> = {};
  const note = (coordinate: string, directives: readonly ConstDirectiveNode[] = []): void => {
    const found = directives.find(({ name }) => name.value === DIRECTIVE);
    if (found) rules[coordinate] = ruleOf(found);
  };
  for (const definition of supergraph.definitions) {
    const isHolder =
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
    if (!isHolder && definition.kind !== Kind.UNION_TYPE_DEFINITION) continue;
    const type = definition.name.value;
    note(type, definition.directives);
    if (!isHolder) continue;
    for (const field of definition.fields ?? []) note(`${type}.${field.name.value}`, field.directives);
    const [first, ...others] = (definition.directives ?? []).flatMap(singleKey);
    if (first !== undefined) keys[type] = others.includes(ID) ? ID : first;
  }
  return { rules, keys };
}

function ruleOf(directive: ConstDirectiveNode): CachingRule {
  const scope = argumentOf(directive, 'scope');
  if (scope?.kind === Kind.ENUM && scope.value === 'PRIVATE') return { maxAge: 0 };
  const maxAge = argumentOf(directive, 'maxAge');
  if (maxAge?.kind === Kind.INT) return { maxAge: Math.max(0, Number(maxAge.value)) };
  const inherits = argumentOf(directive, 'inheritMaxAge');
  return inherits?.kind === Kind.BOOLEAN && inherits.value ? { inherits: true } : {};
}

function singleKey(directive: ConstDirectiveNode): string[] {
  const key = directive.name.value === 'join__type' ? argumentOf(directive, 'key') : undefined;
  return key?.kind === Kind.STRING && NAME.test(key.value) ? [key.value] : [];
}
