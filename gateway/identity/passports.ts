import { randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { LocalPassport } from '../../subgraphs/kit/identity/localPassport.js';
import { bodyHash, signPassport } from '../../subgraphs/kit/identity/passport.js';
import type { PassportBody, PassportClaims } from '../../subgraphs/kit/identity/passport.js';
import { SERVICE_NAMES } from '../../subgraphs/kit/wire/transport.js';
import type { ServiceName } from '../../subgraphs/kit/wire/transport.js';
import type { GatewayViewer } from './accessTokens.js';
import type { Positions } from './positions.js';

/** For whom, and on whose behalf, a passport is. */
export interface Errand {
  requestId: string;
  viewer: GatewayViewer | null;
  /** What the answers must already reflect. */
  positions: Positions;
}

/** Issues the passports by which subgraphs know the viewer: a fresh one for each request to each subgraph. */
export class PassportOffice {
  constructor(private readonly key: KeyObject) {}

  /** @param body - what the passport is bound to: it admits nothing else, and a mutation once. */
  issue(service: ServiceName, errand: Errand, body: PassportBody): string {
    return signPassport(this.key, { ...claimsOf(service, errand), bh: bodyHash(body) });
  }

  /** For queries to a service in this process: it says the same and costs no signature. */
  issueLocal(service: ServiceName, errand: Errand): LocalPassport {
    return new LocalPassport(claimsOf(service, errand));
  }
}

function claimsOf(service: ServiceName, { requestId, viewer, positions }: Errand): PassportClaims {
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
