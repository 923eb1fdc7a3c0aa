import { z } from 'zod';
import type { ServiceName } from './serviceNames.js';

/** In which role somebody acted. Reactions and clocks act as SERVICE, for nobody. */
export type ActorRole =
  'APPLICANT' | 'MEMBER' | 'STEWARD' | 'OPERATOR' | 'BUYER' | 'PARTNER' | 'REGULATOR' | 'SERVICE';

/**
 * One type of journal entry: which service writes it, and what its two parts hold. The public part stands in the log
 * for ever; the private part is read by services alone, and an erasure deletes it.
 */
export interface Entry<Public extends z.ZodObject = z.ZodObject, Private extends z.ZodObject = z.ZodObject> {
  readonly writer: ServiceName;
  readonly type: string;
  /** Digests, lowercase hex SHA-256, by name. */
  readonly public: Public;
  /** What is committed to in the leaf, field by field. */
  readonly private: Private;
  readonly opensTo: Opening;
}

/**
 * Who may read the private part in the log, beside whom it is about or by: stewards and auditors of the co-op, or nobody.
 * What tells of one member's money is theirs alone; auditors read the ledger, under pseudonyms.
 */
export type Opening = 'OFFICES' | 'SUBJECT_ALONE';

type Fields = z.core.$ZodLooseShape;

/** Makes the entries of one service. */
export function entriesOf(writer: ServiceName) {
  return <const Public extends Fields = Record<never, never>, const Private extends Fields = Fields>(
    type: string,
    parts: { public?: Public; private: Private; opensTo?: Opening },
  ): Entry<z.ZodObject<Public>, z.ZodObject<Private>> => ({
    writer,
    type,
    public: z.object((parts.public ?? {}) as Public),
    private: z.object(parts.private),
    opensTo: parts.opensTo ?? 'OFFICES',
  });
}

interface About {
  /** The co-op whose log the entry stands in; `PLATFORM` for what belongs to none. */
  cooperative: string;
  actorRole: ActorRole;
  /** The DID that acted. Private. */
  actor?: string | undefined;
  /** The member whom it is about, or else the organisation or the proposal. Private. */
  subject?: string | undefined;
}

/** What a use case says of the change that it made, beside the type of its entry. */
export type Written<E extends Entry> = About & {
  private: z.input<E['private']>;
} & (keyof E['public']['shape'] extends never
    ? { public?: Record<never, never> }
    : { public: z.input<E['public']> });

/** The two parts of an entry as they go on the wire. */
export interface Parts {
  digests: Record<string, string>;
  values: Record<string, unknown>;
}

/**
 * Holds what is about to be written to its contract: a field that the contract does not know, or a value of another
 * form, is our mistake, and is not journalled.
 */
export function partsOf<E extends Entry>(entry: E, written: Written<E>): Parts {
  return {
    digests: held<Record<string, string>>(entry, 'public', written.public ?? {}),
    values: held<Record<string, unknown>>(entry, 'private', written.private),
  };
}

/** What was given is written, in the form that JSON has, and not what a schema makes of it. */
function held<Part>(entry: Entry, part: 'public' | 'private', given: object): Part {
  const plain = JSON.parse(JSON.stringify(given)) as Part;
  const { error } = entry[part].strict().safeParse(plain);
  if (!error) return plain;
  throw new Error(
    `${entry.writer} writes a ${entry.type} whose ${part} part breaks its contract: ${told(error)}`,
  );
}

/** Where and how, and no value: messages of ours come to stand in logs. */
export function told(error: z.ZodError): string {
  return error.issues.map(({ path, code, message }) => `${path.join('.') || code}: ${message}`).join('; ');
}
