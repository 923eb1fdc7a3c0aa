import { randomUUID } from 'node:crypto';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import type { SubgraphAnswer, ServiceTransport } from '../../subgraphs/kit/wire/transport.js';
import { ERRORS } from '../errors.js';
import type { GatewayViewer } from './accessTokens.js';
import type { PassportIssuer } from './passportIssuer.js';

/** Changes nothing, and yet is a mutation: membership admits it only for a session that stands. */
const QUESTION = { query: 'mutation StandingSession { __typename }', variables: {} };

/** @throws UNAUTHENTICATED for a session that has ended; IDENTITY_UNAVAILABLE */
export type RequireStanding = (viewer: GatewayViewer) => Promise<void>;

export interface StandingSessionsOptions {
  /** Whose word on sessions counts; nobody's where it does not run, and then no session stands. */
  membership: Pick<ServiceTransport, 'execute'> | undefined;
  passports: Pick<PassportIssuer, 'issue'>;
  timeoutMs: number;
}

/**
 * Asks membership whether a viewer's session stands, for what the gateway itself changes on a viewer's behalf. Membership
 * looks into the same list as for its own mutations, and knows of an end as soon as it is committed.
 *
 * @see subgraphs/kit/decisions/0010-a-session-that-ended-changes-nothing.md
 */
export function standingSessions({
  membership,
  passports,
  timeoutMs,
}: StandingSessionsOptions): RequireStanding {
  return async (viewer) => {
    const requestId = randomUUID();
    const passport = passports.issue('membership', { requestId, viewer, positions: {} }, QUESTION);
    const headers = { passport, 'request-id': requestId, 'timeout-ms': String(timeoutMs) };
    const answer = await membership?.execute({ ...QUESTION, headers }).catch(() => undefined);
    const code = codeOf(answer);
    if (code === undefined) return;
    if (code !== COMMON.UNAUTHENTICATED.code) throw unavailable();
    throw COMMON.UNAUTHENTICATED.raise('This session has ended: sign in again.');
  };
}

/** @returns undefined for a session that stands. */
function codeOf(answer: SubgraphAnswer | undefined): unknown {
  if (!answer) return ERRORS.IDENTITY_UNAVAILABLE.code;
  const [error] = answer.errors ?? [];
  return error && (error.extensions?.code ?? ERRORS.IDENTITY_UNAVAILABLE.code);
}

function unavailable() {
  return ERRORS.IDENTITY_UNAVAILABLE.raise('Sessions cannot be checked at the moment.');
}
