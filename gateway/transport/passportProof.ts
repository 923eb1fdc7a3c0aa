import type { PassportBody } from '../../subgraphs/kit/identity/passport.js';
import { traceHeaders } from '../../subgraphs/kit/tracing/tracing.js';
import type { ServiceName } from '../../subgraphs/kit/wire/transport.js';
import type { Errand, PassportOffice } from '../identity/passports.js';
import { laterOf } from '../identity/positions.js';
import type { Positions } from '../identity/positions.js';
import type { GatewayContext } from '../execution/context.js';
import { TIMEOUT_HEADER, waitMsOf } from '../engine/transport/deadline.js';
import type { TransportRequest } from '../engine/transport/transport.js';
import type { CallProof } from '../engine/transport/localTransport.js';

/** The body as the service will read it, where it travels as text. */
function sentBodyOf({ query, operationName, variablesJson }: TransportRequest): PassportBody {
  const variables = variablesJson === undefined ? {} : (JSON.parse(variablesJson) as Record<string, unknown>);
  return { query, operationName, variables };
}

/** The headers by which a service in another process knows for whom it works, under which id, and how long it has. */
export function passportHeaders(service: ServiceName, passports: PassportOffice, timeoutMs: number) {
  return (context: GatewayContext, request: TransportRequest): Record<string, string> => ({
    passport: passports.issue(service, errandOf(context), sentBodyOf(request)),
    ...traceHeaders(),
    'request-id': context.errand.requestId,
    [TIMEOUT_HEADER]: String(waitMsOf(context, timeoutMs)),
  });
}

/** The same for a service in this process, whose queries need no signature: what never travels cannot be captured. */
export function passportCall(service: ServiceName, passports: PassportOffice, timeoutMs: number) {
  return (context: GatewayContext, request: TransportRequest): CallProof => {
    const headers: Record<string, string> = {
      ...traceHeaders(),
      'request-id': context.errand.requestId,
      [TIMEOUT_HEADER]: String(waitMsOf(context, timeoutMs)),
    };
    const errand = errandOf(context);
    if (request.kind !== 'mutation') return { headers, localPassport: passports.issueLocal(service, errand) };
    const { query, operationName } = request;
    headers.passport = passports.issue(service, errand, {
      query,
      operationName,
      variables: request.variables(),
    });
    return { headers };
  };
}

/** Later steps of a mutation must see what its earlier ones changed. */
function errandOf({ errand, receipts }: GatewayContext): Errand {
  if (receipts.length === 0) return errand;
  const positions = receipts.reduce<Positions>(
    (known, { service, entry }) => laterOf(known, { [service]: entry }),
    errand.positions,
  );
  return { ...errand, positions };
}
