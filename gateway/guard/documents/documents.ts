import { ERRORS } from '../../errors.js';
import { badRequest, refusal } from '../../observability/refusal.js';
import type { DocumentStore } from './documentStore.js';
import { sha256Of } from './trusted.js';
import type { TrustedDocuments } from './trusted.js';
import { isRecord } from '../../../subgraphs/kit/wire/isRecord.js';

/** Which documents are answered: any; any, and by digest those that were sent before; or those of a list. */
export type DocumentPolicy =
  | { readonly kind: 'any' }
  | { readonly kind: 'automatic'; readonly store: DocumentStore }
  | { readonly kind: 'trusted'; readonly documents: TrustedDocuments };

/** The body of a GraphQL request, before anybody has looked at it. */
export type RequestBody = Readonly<Record<string, unknown>>;

export interface Resolved {
  /** The same body where it asked for nothing by digest. */
  readonly body: RequestBody;
  /** What to register when the document has passed the guard. */
  readonly registers?: { readonly sha256: string; readonly document: string };
}

/** A digest is an error for whoever sent it only as long as they have not tried with the document. */
const TRY_AGAIN_STATUS = 200;

/** Finds the document of a request that names one by its digest, and holds requests to the documents that are trusted. */
export class Documents {
  constructor(private readonly policy: DocumentPolicy) {}

  /**
   * @param body - with `query`, `documentId` (`sha256:…`) or `extensions.persistedQuery.sha256Hash`.
   * @returns a body whose `query` is the document, if there is any; a promise only if somebody else is asked.
   * @throws PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED (200), DOCUMENT_NOT_TRUSTED, BAD_REQUEST (400)
   */
  resolve(body: RequestBody): Resolved | Promise<Resolved> {
    const { policy } = this;
    const sha256 = digestIn(body);
    if (sha256 === undefined && policy.kind !== 'trusted') return { body };
    const { query } = body;
    if (typeof query === 'string' && query !== '') return this.sent(body, query, sha256);
    if (sha256 === undefined) return { body };
    switch (policy.kind) {
      case 'any':
        throw refusal(
          // Clients look for these words.
          ERRORS.PERSISTED_QUERY_NOT_SUPPORTED.raise('PersistedQueryNotSupported'),
          TRY_AGAIN_STATUS,
        );
      case 'trusted':
        return found(body, policy.documents.bySha256.get(sha256));
      case 'automatic': {
        const document = policy.store.get(sha256);
        return document instanceof Promise
          ? document.then((known) => found(body, known))
          : found(body, document);
      }
    }
  }

  /** Keeps a document that has passed the guard. */
  async register({ sha256, document }: NonNullable<Resolved['registers']>): Promise<void> {
    if (this.policy.kind === 'automatic') await this.policy.store.put(sha256, document);
  }

  private sent(body: RequestBody, query: string, sha256: string | undefined): Resolved {
    if (this.policy.kind === 'trusted') {
      if (this.policy.documents.texts.has(query)) return { body: plain(body, query) };
      throw refusal(ERRORS.DOCUMENT_NOT_TRUSTED.raise('Only documents of the list are answered here.'), 400);
    }
    if (this.policy.kind === 'any' || sha256 === undefined) return { body: plain(body, query) };
    if (sha256Of(query) !== sha256) {
      throw badRequest('The digest sent is not that of the document.');
    }
    return { body: plain(body, query), registers: { sha256, document: query } };
  }
}

function found(body: RequestBody, document: string | undefined): Resolved {
  if (document !== undefined) return { body: plain(body, document) };
  // Clients look for these words, and send the document.
  throw refusal(ERRORS.PERSISTED_QUERY_NOT_FOUND.raise('PersistedQueryNotFound'), TRY_AGAIN_STATUS);
}

/** The body as if the document had been sent alone. */
function plain(body: RequestBody, query: string): RequestBody {
  if (body.query === query && body.documentId === undefined && body.extensions === undefined) return body;
  const { documentId: _id, extensions, ...rest } = body;
  if (!isRecord(extensions)) return { ...rest, query, ...(extensions !== undefined && { extensions }) };
  const { persistedQuery: _persisted, ...others } = extensions;
  return { ...rest, query, extensions: others };
}

const DIGEST = /^(?:sha256:)?([0-9a-f]{64})$/i;

/** @throws BAD_REQUEST for what stands in the place of a digest and is none. */
function digestIn({ documentId, extensions }: RequestBody): string | undefined {
  const persisted = isRecord(extensions) ? extensions.persistedQuery : undefined;
  const given = documentId ?? (isRecord(persisted) ? persisted.sha256Hash : persisted);
  if (given === undefined || given === null) return undefined;
  const digest = typeof given === 'string' ? DIGEST.exec(given)?.[1] : undefined;
  if (digest) return digest.toLowerCase();
  throw badRequest('A document is named by its SHA-256 in hexadecimal digits.');
}
