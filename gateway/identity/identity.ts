import type { DomainError } from '../../subgraphs/kit/errors/define.js';
import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { refusal } from '../observability/refusal.js';
import { ERRORS } from '../errors.js';
import type { AccessTokens, GatewayViewer } from './accessTokens.js';
import type { RequestIdentity } from './passportIssuer.js';
import { laterOf, readPositions } from './positions.js';
import type { PositionMemory } from './positions.js';

/** Establishes, once a request, who is asking and what they must already see. */
export class Identity {
  constructor(
    private readonly tokens: Pick<AccessTokens, 'read'>,
    private readonly positions: PositionMemory,
  ) {}

  /**
   * @param headers - by lower-case name, with the request id.
   * @throws refusals with their HTTP status: UNAUTHENTICATED (401), IDENTITY_UNAVAILABLE (503), BAD_USER_INPUT (400).
   */
  async identify(headers: Readonly<Record<string, string>>): Promise<RequestIdentity> {
    try {
      const viewer = await this.tokens.read(headers.authorization);
      const told = readPositions(headers['journal-position']);
      const positions = laterOf(await this.recall(viewer), told);
      return { requestId: headers['request-id'] ?? 'none', viewer, positions };
    } catch (error) {
      const known = domainErrorIn(error);
      throw known ? withStatus(known) : error;
    }
  }

  private recall(viewer: GatewayViewer | null) {
    return viewer ? this.positions.recall(viewer.sessionId) : Promise.resolve({});
  }
}

function withStatus(error: DomainError) {
  switch (error.code) {
    case COMMON.UNAUTHENTICATED.code:
      return refusal(error, 401, { 'www-authenticate': 'Bearer error="invalid_token"' });
    case ERRORS.IDENTITY_UNAVAILABLE.code:
      return refusal(error, 503, { 'retry-after': '1' });
    default:
      return refusal(error, 400);
  }
}
