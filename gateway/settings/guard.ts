import { count, flag, KIB, MIB } from './forms.js';
import { settingsSchema } from '../../subgraphs/kit/settings.js';

/** What one request may ask. */
export const guardSettings = {
  GUARD_TOKENS_MAX: count(100, 1_000_000)
    .default(4_000)
    .describe('lexical tokens of a document; the introspection query of an IDE has about 250'),
  GUARD_NESTING_MAX: count(5, 1_000)
    .default(50)
    .describe(
      'brackets open at once in a document, and levels of its variables; keeps every recursion far from the end of the stack',
    ),
  GUARD_OPERATIONS_MAX: count(1, 1_000)
    .default(20)
    .describe('operations in a document, of which a request runs one; an IDE sends all that its tab holds'),
  GUARD_DEPTH_MAX: count(1, 200)
    .default(20)
    .describe(
      'fields below one another after fragment expansion; introspection needs 14, the deepest journey 10',
    ),
  GUARD_ROOT_FIELDS_MAX: count(1, 1_000)
    .default(20)
    .describe('root fields of an operation; each may be a request to a subgraph, or a mutation'),
  GUARD_ALIASES_MAX: count(0, 10_000)
    .default(60)
    .describe('aliases after fragment expansion; the cheapest way to repeat a dear field'),
  GUARD_DIRECTIVES_MAX: count(0, 10_000).default(60).describe('directives after fragment expansion'),
  GUARD_SELECTIONS_MAX: count(10, 1_000_000)
    .default(1_000)
    .describe(
      'selections after fragment expansion, counted without expanding; planning takes its time for each of these',
    ),
  GUARD_OBJECTS_MAX: count(10, 1_000_000)
    .default(150)
    .describe(
      'fields with selections of their own after fragment expansion; planning takes a millisecond for each, and an IDE’s question for the schema has 75',
    ),
  GUARD_OVERLAPS_MAX: count(10, 10_000_000)
    .default(10_000)
    .describe(
      'pairs of fields at one place of the answer, which validation compares; a field may be written 140 times in as many fragments',
    ),
  GUARD_INTROSPECTION_PERCENT_MAX: count(1, 10_000)
    .default(120)
    .describe(
      'objects that introspection visits, in percent of those that the question of an IDE for the whole schema visits',
    ),
  GUARD_COST_MAX: count(10, 100_000_000)
    .default(10_000)
    .describe(
      'objects that an operation may make us fetch at most: a hundred items with a hundred objects each; 32 characters of an alias count as one',
    ),
  GUARD_LIST_SIZE_ASSUMED: count(1, 1_000)
    .default(5)
    .describe('items reckoned for a list that takes no page size, such as the columns of a dataset'),
  GUARD_MUTATION_COST: count(0, 10_000)
    .default(10)
    .describe('cost of a root field of a mutation beside what it brings: it writes and signs'),
  GUARD_PAGE_SIZE_MAX: count(1, 1_000)
    .default(100)
    .describe('items of one page, as every connection promises'),
  GUARD_VARIABLE_VALUES_MAX: count(10, 1_000_000)
    .default(10_000)
    .describe('values in the variables at all levels; as much as twenty mutations of 500 values each'),
  GUARD_VARIABLE_LIST_MAX: count(1, 1_000_000)
    .default(1_000)
    .describe('items of one list in the variables; ten times the largest page'),
  GUARD_VARIABLE_STRING_MAX: count(100, 16 * MIB)
    .default(192 * KIB)
    .describe('characters of one text in the variables; holds the largest contribution (128 KiB) in base64'),
  GUARD_ERRORS_MAX: count(1, 100)
    .default(10)
    .describe('errors reported about one document or its variables; more help nobody and cost us'),
  INTROSPECTION: flag
    .optional()
    .describe(
      'true answers introspection and suggests names in errors; default true unless NODE_ENV is production',
    ),
  NODE_ENV: settingsSchema.shape.NODE_ENV,
};
