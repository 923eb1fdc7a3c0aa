import { personhoodIssuer, type PersonhoodIssuer } from '../credentials/personhood.js';
import { memberKeys, type MemberKeys } from '../keys/memberKeys.js';
import { signingKeyFromSeed, type SigningKey } from '../keys/signingKey.js';
import type { FoundingFolder } from './folder.js';

const SECRETS = { operator: 'operator.secret', issuer: 'issuer.secret', founder: 'founder.secret' } as const;
const PUBLIC = { operator: 'operator.did', issuer: 'issuer.did' } as const;

/** Whoever runs the installation, whoever attests that people are people, and the first member. */
export interface FoundingKeys {
  readonly operator: SigningKey;
  readonly issuer: PersonhoodIssuer;
  readonly founder: MemberKeys;
}

/** Makes all three, each from a secret of its own, and writes down what may be told: the DIDs. */
export function makeKeys(folder: FoundingFolder): FoundingKeys {
  const there = [...Object.values(SECRETS), ...Object.values(PUBLIC)].find(
    (name) => folder.find(name) !== undefined,
  );
  // Before anything is written: half of an old set and half of a new one would fit nothing.
  if (there) throw new Error(`${folder.pathOf(there)} is there already, and is left as it is.`);
  for (const name of Object.values(SECRETS)) folder.writeSeed(name);
  const keys = readKeys(folder);
  folder.write(PUBLIC.operator, `${keys.operator.did}\n`);
  folder.write(PUBLIC.issuer, `${keys.issuer.did}\n`);
  return keys;
}

export function readKeys(folder: FoundingFolder): FoundingKeys {
  return {
    operator: signingKeyFromSeed(folder.readSeed(SECRETS.operator)),
    issuer: personhoodIssuer(folder.readSeed(SECRETS.issuer)),
    founder: memberKeys(folder.readSeed(SECRETS.founder)),
  };
}
