import { randomBytes } from 'node:crypto';
import { memberKeys, signJson } from '../../../wallet/index.js';
import type { MemberKeys, SigningKey } from '../../../wallet/index.js';
import type { Person } from '../../support/people.js';

/** Somebody with the wallet's own keys, so that both sides of every format meet in these tests. */
export interface Wallet extends Person {
  readonly signingKey: SigningKey;
  datasetKey(dataset: string): ReturnType<MemberKeys['datasetKey']>;
}

export function walletOf(name: string): Wallet {
  const keys = memberKeys(randomBytes(32));
  const signingKey = keys.signingKey('drivers');
  return {
    name,
    did: signingKey.did,
    key: signingKey.multibase,
    signingKey,
    sign: (statement) => signJson(signingKey, statement as Parameters<typeof signJson>[1]),
    datasetKey: (dataset) => keys.datasetKey(dataset),
  };
}
