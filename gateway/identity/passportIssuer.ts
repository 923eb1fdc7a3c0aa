import { randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { LocalPassport } from '../../subgraphs/kit/identity/localPassport.js';
import { bodyHash, signPassport } from '../../subgraphs/kit/identity/passport.js';
import type { PassportBody, PassportClaims } from '../../subgraphs/kit/identity/passport.js';
import { SERVICE_NAMES } from '../../subgraphs/kit/contracts/serviceNames.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';
import type { GatewayViewer } from './accessTokens.js';
import type { Positions } from './positions.js';

/** For whom, and on whose behalf, a passport is. */
export interface RequestIdentity {
  requestId: string;
  viewer: GatewayViewer | null;
  /** What the answers must already reflect. */
  positions: Positions;
}

/** Issues the passports by which subgraphs know the viewer: a fresh one for each request to each subgraph. */
export class PassportIssuer {
  constructor(private readonly key: KeyObject) {}

  /** @param body - what the passport is bound to: it admits nothing else, and a mutation once. */
  issue(service: ServiceName, identity: RequestIdentity, body: PassportBody): string {
    return signPassport(this.key, { ...claimsOf(service, identity), bh: bodyHash(body) });
  }

  /** For queries to a service in this process: it says the same and costs no signature. */
  issueLocal(service: ServiceName, identity: RequestIdentity): LocalPassport {
    return new LocalPassport(claimsOf(service, identity));
  }
}

function claimsOf(service: ServiceName, { requestId, viewer, positions }: RequestIdentity): PassportClaims {
  const pos = SERVICE_NAMES.flatMap((name) => {
    const entry = positions[name];
    return entry === undefined ? [] : [{ service: name, entry }];
  });
  return {
    aud: service,
    rid: requestId,
    jti: randomUUID(),
    ...(viewer && { sub: viewer.did, sid: viewer.sessionId, tex: viewer.expiresAt }),
    ...(pos.length > 0 && { pos }),
  };
}
