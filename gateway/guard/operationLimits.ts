import { Kind } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { ERRORS } from '../errors.js';
import type { GuardLimits } from './limits.js';
import { measureOperations } from './measure.js';
import type { Measure } from './measure.js';
import { countOverlaps } from './overlaps.js';

/**
 * Holds a document to the limits that need no schema, each of its operations alike.
 *
 * @throws OPERATIONS_EXCEEDED, FRAGMENT_CYCLE, DEPTH_EXCEEDED, ROOT_FIELDS_EXCEEDED, ALIASES_EXCEEDED,
 *   DIRECTIVES_EXCEEDED, SELECTIONS_EXCEEDED, OBJECTS_EXCEEDED, OVERLAPS_EXCEEDED
 */
export function requireShape(document: DocumentNode, limits: GuardLimits): void {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  requireFew(operations, limits);
  for (const measure of measureOperations(document)) requireWithin(measure, limits);
  for (const operation of operations) requireApart(document, operation, limits);
}

function requireFew({ length: size }: readonly unknown[], { operations: limit }: GuardLimits): void {
  if (size <= limit) return;
  throw ERRORS.OPERATIONS_EXCEEDED.raise(`A document has at most ${limit} operations.`, { size, limit });
}

function requireApart(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { overlaps: limit }: GuardLimits,
): void {
  const size = countOverlaps(document, operation);
  if (size <= limit) return;
  const facts = { size, limit };
  throw ERRORS.OVERLAPS_EXCEEDED.raise('Write each field once, or fewer fragments of the same.', facts);
}

function requireWithin(measure: Measure, limits: GuardLimits): void {
  const rules = [
    { error: ERRORS.DEPTH_EXCEEDED, what: 'levels', size: measure.depth, limit: limits.depth },
    {
      error: ERRORS.ROOT_FIELDS_EXCEEDED,
      what: 'root fields',
      size: measure.fields,
      limit: limits.rootFields,
    },
    { error: ERRORS.ALIASES_EXCEEDED, what: 'aliases', size: measure.aliases, limit: limits.aliases },
    {
      error: ERRORS.DIRECTIVES_EXCEEDED,
      what: 'directives',
      size: measure.directives,
      limit: limits.directives,
    },
    {
      error: ERRORS.SELECTIONS_EXCEEDED,
      what: 'selections',
      size: measure.selections,
      limit: limits.selections,
    },
    { error: ERRORS.OBJECTS_EXCEEDED, what: 'objects', size: measure.objects, limit: limits.objects },
  ];
  for (const { error, what, size, limit } of rules) {
    if (size > limit) throw error.raise(`An operation has at most ${limit} ${what}.`, { size, limit });
  }
}
