import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { partsOf, told } from '../../../subgraphs/kit/contracts/entry.js';
import type { ActorRole, Entry } from '../../../subgraphs/kit/contracts/entry.js';
import { leafHash } from '../../../subgraphs/kit/domain/merkle.js';
import { publicPartOf } from '../../../subgraphs/kit/journal/entry.js';
import { SERVICE_NAMES } from '../../../subgraphs/kit/contracts/serviceNames.js';
import { ENTRIES } from '../../support/entries.js';

/** An entry of each type that the demo world journalled before there were contracts: bytes, salts and all. */
interface Journalled {
  service: string;
  type: string;
  subject: string | null;
  actor: string | null;
  publicPart: string;
  leafHash: string;
  privatePart: { values: Record<string, unknown>; salts: Record<string, string> };
}

interface Leaf {
  cooperative: string;
  recordedAt: string;
  actorRole: ActorRole;
  digests: Record<string, string>;
}

const journalled = JSON.parse(
  readFileSync(new URL('../../support/vectors/journalledBefore.json', import.meta.url), 'utf8'),
) as Journalled[];
const contractOf = ({ service, type }: Journalled): Entry =>
  ENTRIES.find((entry) => entry.writer === service && entry.type === type)!;

describe('an entry that was journalled before there were contracts', () => {
  it.each(journalled)('of type $type in $service is read by its contract', (entry) => {
    const contract = contractOf(entry);
    const { digests } = JSON.parse(entry.publicPart) as Leaf;
    const errors = [
      contract.public.strict().safeParse(digests).error,
      contract.private.strict().safeParse(entry.privatePart.values).error,
    ];
    expect(errors.map((error) => error && told(error))).toEqual([undefined, undefined]);
  });

  it.each(journalled)(
    'of type $type in $service has the same leaf when it is written through it',
    (entry) => {
      const { cooperative, recordedAt, actorRole, digests } = JSON.parse(entry.publicPart) as Leaf;
      const { subject, actor, privatePart } = entry;
      const about = { cooperative, actorRole, subject: subject ?? undefined, actor: actor ?? undefined };
      const written = { ...about, public: digests, private: privatePart.values };
      const append = { type: entry.type, ...about, ...partsOf(contractOf(entry), written) };
      const leaf = publicPartOf(entry.service, append, new Date(recordedAt), privatePart.salts);
      expect(leaf).toBe(entry.publicPart);
      expect(Buffer.from(leafHash(Buffer.from(leaf, 'utf8'))).toString('hex')).toBe(entry.leafHash);
    },
  );

  it('is of any of the four services', () => {
    expect(new Set(journalled.map(({ service }) => service))).toEqual(new Set(SERVICE_NAMES));
  });
});
