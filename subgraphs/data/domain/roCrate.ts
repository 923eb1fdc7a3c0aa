import type { JsonObject } from '../../kit/domain/offerPolicy.js';

export interface CrateFile {
  /** Its name inside the bundle. */
  readonly name: string;
  readonly description: string;
  readonly encodingFormat: string;
}

export interface CrateFacts {
  readonly cooperative: string;
  readonly cooperativeName: string;
  /** DID of the member, who is the author of all of it. */
  readonly member: string;
  readonly exportedAt: Date;
  readonly files: readonly CrateFile[];
}

/** The metadata of an export, as `ro-crate-metadata.json` of RO-Crate 1.1 has it. */
export function crateMetadata(facts: CrateFacts): JsonObject {
  const parts = facts.files.map(({ name }) => ({ '@id': name }));
  return {
    '@context': 'https://w3id.org/ro/crate/1.1/context',
    '@graph': [
      {
        '@id': 'ro-crate-metadata.json',
        '@type': 'CreativeWork',
        conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
        about: { '@id': './' },
      },
      {
        '@id': './',
        '@type': 'Dataset',
        name: `What ${facts.cooperativeName} holds of one member`,
        description:
          'What the data service of the co-op holds of one member. Membership, governance and payouts hold more, which `membershipRecords`, `governanceRecords` and `payoutsRecords` of the member show, and the audit trail.',
        datePublished: facts.exportedAt.toISOString(),
        author: { '@id': facts.member },
        publisher: { '@id': facts.cooperative },
        license: 'The data are the member’s own.',
        hasPart: parts,
      },
      { '@id': facts.member, '@type': 'Person' },
      { '@id': facts.cooperative, '@type': 'Organization', name: facts.cooperativeName },
      ...facts.files.map(({ name, description, encodingFormat }) => ({
        '@id': name,
        '@type': 'File',
        description,
        encodingFormat,
      })),
    ],
  };
}
