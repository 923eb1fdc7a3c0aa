import type { PassportBody } from '../../subgraphs/kit/identity/passport.js';
import { traceHeaders } from '../../subgraphs/kit/tracing/tracing.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';
import type { RequestIdentity, PassportIssuer } from '../identity/passportIssuer.js';
import { laterOf } from '../identity/positions.js';
import type { Positions } from '../identity/positions.js';
import type { GatewayContext } from '../pipeline/requestContext.js';
import { TIMEOUT_HEADER, waitMsOf } from '../engine/transport/deadline.js';
import type { TransportRequest } from '../engine/transport/transport.js';
import type { CallProof } from '../engine/transport/localTransport.js';

/** The body as the service will read it, where it travels as text. */
function sentBodyOf({ query, operationName, variablesJson }: TransportRequest): PassportBody {
  const variables = variablesJson === undefined ? {} : (JSON.parse(variablesJson) as Record<string, unknown>);
  return { query, operationName, variables };
}

/** The headers by which a service in another process knows for whom it works, under which id, and how long it has. */
export function passportHeaders(service: ServiceName, passports: PassportIssuer, timeoutMs: number) {
  return (context: GatewayContext, request: TransportRequest): Record<string, string> => ({
    passport: passports.issue(service, identityFor(context), sentBodyOf(request)),
    ...traceHeaders(),
    'request-id': context.identity.requestId,
    [TIMEOUT_HEADER]: String(waitMsOf(context, timeoutMs)),
  });
}

/** The same for a service in this process, whose queries need no signature: what never travels cannot be captured. */
export function passportCall(service: ServiceName, passports: PassportIssuer, timeoutMs: number) {
  return (context: GatewayContext, request: TransportRequest): CallProof => {
    const headers: Record<string, string> = {
      ...traceHeaders(),
      'request-id': context.identity.requestId,
      [TIMEOUT_HEADER]: String(waitMsOf(context, timeoutMs)),
    };
    const identity = identityFor(context);
    if (request.kind !== 'mutation')
      return { headers, localPassport: passports.issueLocal(service, identity) };
    const { query, operationName } = request;
    headers.passport = passports.issue(service, identity, {
      query,
      operationName,
      variables: request.variables(),
    });
    return { headers };
  };
}

/** Later steps of a mutation must see what its earlier ones changed. */
function identityFor({ identity, receipts }: GatewayContext): RequestIdentity {
  if (receipts.length === 0) return identity;
  const positions = receipts.reduce<Positions>(
    (known, { service, entry }) => laterOf(known, { [service]: entry }),
    identity.positions,
  );
  return { ...identity, positions };
}
