import type { PassportBody } from '../../../subgraphs/kit/identity/passport.js';
import type { ServiceName } from '../../../subgraphs/kit/wire/transport.js';
import type { Errand, PassportOffice } from '../../identity/passports.js';
import { laterOf } from '../../identity/positions.js';
import type { Positions } from '../../identity/positions.js';
import type { GatewayContext } from '../context.js';
import { TIMEOUT_HEADER, waitMsOf } from './deadline.js';
import type { LinkRequest } from './link.js';
import type { CallProof } from './localLink.js';

/** A query's passport, good while the errand's mutations have changed nothing more. */
interface Issued<Passport> {
  passport: Passport;
  receiptCount: number;
}

/** Queries of one errand share a passport: this remembers it for as long as the errand. */
function perErrand<Passport>(issue: (errand: Errand) => Passport): (context: GatewayContext) => Passport {
  const issued = new WeakMap<Errand, Issued<Passport>>();
  return (context) => {
    const { errand, receipts } = context;
    const known = issued.get(errand);
    if (known?.receiptCount === receipts.length) return known.passport;
    const passport = issue(errandOf(context));
    issued.set(errand, { passport, receiptCount: receipts.length });
    return passport;
  };
}

function bodyOf(request: LinkRequest): PassportBody {
  return { query: request.query, operationName: request.operationName, variables: request.variables() };
}

/** The headers by which a service in another process knows for whom it works, under which id, and how long it has. */
export function passportHeaders(service: ServiceName, passports: PassportOffice, timeoutMs: number) {
  const forQueries = perErrand((errand) => passports.issue(service, errand));
  return (context: GatewayContext, request: LinkRequest): Record<string, string> => ({
    passport:
      request.kind === 'mutation'
        ? passports.issue(service, errandOf(context), bodyOf(request))
        : forQueries(context),
    'request-id': context.errand.requestId,
    [TIMEOUT_HEADER]: String(waitMsOf(context, timeoutMs)),
  });
}

/** The same for a service in this process, whose queries need no signature. */
export function passportCall(service: ServiceName, passports: PassportOffice, timeoutMs: number) {
  const forQueries = perErrand((errand) => passports.issueLocal(service, errand));
  return (context: GatewayContext, request: LinkRequest): CallProof => {
    const headers: Record<string, string> = {
      'request-id': context.errand.requestId,
      [TIMEOUT_HEADER]: String(waitMsOf(context, timeoutMs)),
    };
    if (request.kind !== 'mutation') return { headers, localPassport: forQueries(context) };
    headers.passport = passports.issue(service, errandOf(context), bodyOf(request));
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
