import { define } from '../subgraphs/kit/errors/define.js';
import { ENGINE_ERRORS } from './engine/errors.js';

/**
 * The codes that the gateway adds to those that every service shares.
 *
 * A request is judged in this order, and the first refusal wins: what HTTP says of it, who sends it, the shape of
 * the document, its fit to the schema, its variables, its page sizes, its cost.
 */
export const ERRORS = {
  NO_SUCH_PATH: define('NO_SUCH_PATH', {
    means: 'Nothing is served under this path.',
    retry: 'corrected',
  }),
  METHOD_NOT_ALLOWED: define('METHOD_NOT_ALLOWED', {
    means: 'The path is served, but not by this HTTP method.',
    retry: 'corrected',
  }),
  UNSUPPORTED_MEDIA_TYPE: define('UNSUPPORTED_MEDIA_TYPE', {
    means: 'The body is not application/json in UTF-8, or is compressed in a way that is not undone here.',
    retry: 'corrected',
  }),
  BODY_TOO_LARGE: define('BODY_TOO_LARGE', {
    means: 'The request body has more bytes than are read.',
    retry: 'corrected',
  }),
  INFLATED_BODY_TOO_LARGE: define('INFLATED_BODY_TOO_LARGE', {
    means: 'The compressed request body has more bytes, its compression undone, than are read.',
    retry: 'corrected',
  }),
  BODY_TOO_SLOW: define('BODY_TOO_SLOW', {
    means: 'The request body did not come within the time allowed.',
    retry: 'later',
  }),
  REQUEST_INCOMPLETE: define('REQUEST_INCOMPLETE', {
    means:
      'The connection ended before the request had come as a whole; nobody hears this, it stands in logs and metrics.',
    retry: 'later',
  }),
  BAD_REQUEST: define('BAD_REQUEST', {
    means:
      'The request is no GraphQL over HTTP request, or may be one that a foreign page made a browser send.',
    retry: 'corrected',
  }),
  IDENTITY_UNAVAILABLE: define('IDENTITY_UNAVAILABLE', {
    means: 'Access tokens, or the sessions they belong to, cannot be checked at the moment.',
    retry: 'later',
  }),
  PERSISTED_QUERY_NOT_FOUND: define('PERSISTED_QUERY_NOT_FOUND', {
    means: 'No document of this digest is known; send it along, where that is allowed.',
    retry: 'corrected',
  }),
  PERSISTED_QUERY_NOT_SUPPORTED: define('PERSISTED_QUERY_NOT_SUPPORTED', {
    means: 'Documents are not known by their digests here; send the document.',
    retry: 'corrected',
  }),
  DOCUMENT_NOT_TRUSTED: define('DOCUMENT_NOT_TRUSTED', {
    means: 'This gateway answers the documents of a list, and this is none of them.',
    retry: 'corrected',
  }),
  TOKENS_EXCEEDED: define('TOKENS_EXCEEDED', {
    means: 'The document has more lexical tokens than are read.',
    retry: 'corrected',
  }),
  NESTING_EXCEEDED: define('NESTING_EXCEEDED', {
    means: 'The document or its variables open more brackets inside one another than are followed.',
    retry: 'corrected',
  }),
  OPERATIONS_EXCEEDED: define('OPERATIONS_EXCEEDED', {
    means: 'The document holds more operations than are read.',
    retry: 'corrected',
  }),
  FRAGMENT_CYCLE: define('FRAGMENT_CYCLE', {
    means: 'A fragment spreads itself, by itself or through others.',
    retry: 'corrected',
  }),
  DEPTH_EXCEEDED: define('DEPTH_EXCEEDED', {
    means: 'Fields stand deeper below one another than an operation may ask.',
    retry: 'corrected',
  }),
  ROOT_FIELDS_EXCEEDED: define('ROOT_FIELDS_EXCEEDED', {
    means: 'The operation has more root fields than are answered at once.',
    retry: 'corrected',
  }),
  ALIASES_EXCEEDED: define('ALIASES_EXCEEDED', {
    means: 'The operation has more aliases, fragments expanded, than are allowed.',
    retry: 'corrected',
  }),
  DIRECTIVES_EXCEEDED: define('DIRECTIVES_EXCEEDED', {
    means: 'The operation has more directives, fragments expanded, than are allowed.',
    retry: 'corrected',
  }),
  SELECTIONS_EXCEEDED: define('SELECTIONS_EXCEEDED', {
    means: 'The operation has more selections, fragments expanded, than are allowed.',
    retry: 'corrected',
  }),
  OBJECTS_EXCEEDED: define('OBJECTS_EXCEEDED', {
    means:
      'The operation has more fields with selections of their own, fragments expanded, than are planned.',
    retry: 'corrected',
  }),
  OVERLAPS_EXCEEDED: define('OVERLAPS_EXCEEDED', {
    means: 'Too many fields of the operation stand for the same places of the answer.',
    retry: 'corrected',
  }),
  INTROSPECTION_EXCEEDED: define('INTROSPECTION_EXCEEDED', {
    means: 'The operation asks more about the schema than a question for the whole of it would.',
    retry: 'corrected',
  }),
  OPERATION_RESOLUTION_FAILURE: define('OPERATION_RESOLUTION_FAILURE', {
    means:
      'The request does not say which operation of the document it asks for, or names one that is not there.',
    retry: 'corrected',
  }),
  LIST_ITEMS_EXCEEDED: define('LIST_ITEMS_EXCEEDED', {
    means: 'A list in the variables has more items than are read.',
    retry: 'corrected',
  }),
  STRING_LENGTH_EXCEEDED: define('STRING_LENGTH_EXCEEDED', {
    means: 'A text in the variables has more characters than are read.',
    retry: 'corrected',
  }),
  VALUES_EXCEEDED: define('VALUES_EXCEEDED', {
    means: 'The variables hold more values, at all levels together, than are read.',
    retry: 'corrected',
  }),
  SLICING_ARGUMENT_REQUIRED: define('SLICING_ARGUMENT_REQUIRED', {
    means: 'A list was asked for with none, or with several, of the arguments of which it takes exactly one.',
    retry: 'corrected',
  }),
  PAGE_SIZE_INVALID: define('PAGE_SIZE_INVALID', {
    means: 'A page of fewer items than one or more than the largest page was asked for.',
    retry: 'corrected',
  }),
  COST_EXCEEDED: define('COST_EXCEEDED', {
    means: 'The operation could make the services fetch more objects than one operation may.',
    retry: 'corrected',
  }),
  ...ENGINE_ERRORS,
  CONSUMER_TOO_SLOW: define('CONSUMER_TOO_SLOW', {
    means: 'A client reads a subscription more slowly than it changes, and more waits for it than is kept.',
    retry: 'later',
  }),
  SUBGRAPH_ERROR: define('SUBGRAPH_ERROR', {
    means:
      'A subgraph of a supergraph given by --supergraph reported an error without a code; its message stands.',
    retry: 'never',
  }),
  SCHEMA_REFUSED: define('SCHEMA_REFUSED', {
    means: 'A published schema breaks rules or does not compose; each problem says where and what to do.',
    retry: 'corrected',
  }),
  SCHEMA_BREAKS: define('SCHEMA_BREAKS', {
    means:
      'A published schema would break operations that are in use; an operator may publish it nevertheless.',
    retry: 'corrected',
  }),
  NAME_TAKEN: define('NAME_TAKEN', {
    means: 'Another subgraph has this name, or another partner this prefix.',
    retry: 'corrected',
  }),
  PARTNER_FAILED: define('PARTNER_FAILED', {
    means: 'A partner did not answer for its own part as it should; the rest of the answer stands.',
    retry: 'later',
  }),
} as const;
