import type { Json } from '../encoding/canonical.js';

/** Files of an RO-Crate by path, each a JSON value. */
export type Crate = ReadonlyMap<string, Json>;

export const METADATA = 'ro-crate-metadata.json';

/** Something that a service holds and does not show, with the reason. */
export interface Omission {
  readonly where: string;
  readonly reason: string;
}

export interface CrateFacts {
  readonly cooperative: string;
  readonly cooperativeName: string;
  /** DID of the member, who is the author of all of it. */
  readonly member: string;
  readonly exportedAt: string;
  readonly files: readonly string[];
  readonly omissions: readonly Omission[];
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'data/contributions.json': 'Ciphertexts with their sealed keys; the wallet opens them.',
  'data/consents.json': 'Consents with their signed receipts.',
  'data/accessLog.json': 'Every use of the records.',
  'governance/ballots.json': 'Ballots with the receipts that find them among the published ones.',
  'journal/entries.json': 'Every journal entry about the member, with the opening of its commitments.',
};

/** The metadata of a whole export, as `ro-crate-metadata.json` of RO-Crate 1.1 has it. */
export function crateMetadata(facts: CrateFacts): Json {
  const lacking = facts.omissions.map(({ where, reason }) => `${where}: ${reason}`);
  return {
    '@context': 'https://w3id.org/ro/crate/1.1/context',
    '@graph': [
      {
        '@id': METADATA,
        '@type': 'CreativeWork',
        conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
        about: { '@id': './' },
      },
      {
        '@id': './',
        '@type': 'Dataset',
        name: `What ${facts.cooperativeName} holds of one member`,
        description: ['All that the services show. Left out:', ...lacking].join('\n'),
        datePublished: facts.exportedAt,
        author: { '@id': facts.member },
        publisher: { '@id': facts.cooperative },
        license: 'The data are the member’s own.',
        hasPart: facts.files.map((path) => ({ '@id': path })),
      },
      { '@id': facts.member, '@type': 'Person' },
      { '@id': facts.cooperative, '@type': 'Organization', name: facts.cooperativeName },
      ...facts.files.map((path) => ({
        '@id': path,
        '@type': 'File',
        description: DESCRIPTIONS[path] ?? describe(path),
        encodingFormat: 'application/json',
      })),
    ],
  };
}

function describe(path: string): string {
  const [part, file] = path.split('/');
  return `What ${part} holds: ${file!.replace('.json', '')}.`;
}
