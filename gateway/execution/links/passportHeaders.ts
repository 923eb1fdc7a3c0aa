import type { ServiceName } from '../../../subgraphs/kit/wire/transport.js';
import type { PassportOffice } from '../../identity/passports.js';
import type { Errand } from '../../identity/passports.js';
import { laterOf } from '../../identity/positions.js';
import type { Positions } from '../../identity/positions.js';
import type { GatewayContext } from '../context.js';
import { TIMEOUT_HEADER, waitMsOf } from './deadline.js';
import type { LinkRequest } from './link.js';

/** A query's passport, good while the errand's mutations have changed nothing more. */
interface Issued {
  passport: string;
  receiptCount: number;
}

/**
 * The headers by which one of our services knows for whom it works, under which id, and how long it has. Queries of
 * one errand share a passport; each mutation gets its own, bound to its body.
 */
export function passportHeaders(
  service: ServiceName,
  passports: PassportOffice,
  timeoutMs: number,
): (context: GatewayContext, request: LinkRequest) => Record<string, string> {
  const issued = new WeakMap<Errand, Issued>();

  function passportFor(context: GatewayContext, request: LinkRequest): string {
    const { errand, receipts } = context;
    if (request.kind === 'mutation') {
      const { query, operationName } = request;
      return passports.issue(service, errandOf(context), {
        query,
        operationName,
        variables: request.variables(),
      });
    }
    const known = issued.get(errand);
    if (known?.receiptCount === receipts.length) return known.passport;
    const passport = passports.issue(service, errandOf(context));
    issued.set(errand, { passport, receiptCount: receipts.length });
    return passport;
  }

  return (context, request) => ({
    passport: passportFor(context, request),
    'request-id': context.errand.requestId,
    [TIMEOUT_HEADER]: String(waitMsOf(context, timeoutMs)),
  });
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
