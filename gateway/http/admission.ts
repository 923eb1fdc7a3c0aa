import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import type { HttpRequest } from '../../subgraphs/kit/http/http.js';
import { Freshness } from '../cache/freshness.js';
import type { GatewayContext } from '../execution/context.js';
import type { RequestBody, Resolved } from '../guard/documents/documents.js';
import type { Gatehouse } from '../guard/gatehouse.js';
import type { Caller } from '../guard/rate/rateGate.js';
import type { Identity } from '../identity/identity.js';
import { refusalOf } from '../observability/refusal.js';

export interface AdmissionOptions {
  gatehouse: Gatehouse;
  identity: Pick<Identity, 'errandOf'>;
  /** Milliseconds that a request may take as a whole. */
  deadlineMs: number;
  /** Hears what went wrong with a registration that nobody waits for. */
  warn: (error: unknown) => void;
}

export interface AdmitOptions extends Pick<GatewayContext, 'live' | 'forwarded'> {
  isKnown?: boolean;
}

/** What a request passes before it is executed, one after another. Refusals carry their HTTP status and are charged. */
export class Admission {
  constructor(private readonly options: AdmissionOptions) {}

  /**
   * Before anything of a request is read.
   *
   * @returns who it comes from, as far as the connection says.
   * @throws RATE_LIMITED (429)
   */
  enter({ address, headers }: HttpRequest): Caller {
    const { callers, rates } = this.options.gatehouse;
    const caller = {
      address: callers.addressOf(address, headers['x-forwarded-for']),
      local: callers.isLocal(address, headers),
      viewer: null,
    };
    try {
      rates.requireOpen(caller);
      return caller;
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** As `resolve`, where nobody must be asked and nothing is refused; undefined otherwise. */
  tryResolve(sent: RequestBody): Resolved | undefined {
    try {
      const resolved = this.options.gatehouse.documents.resolve(sent);
      return resolved instanceof Promise || resolved.registers ? undefined : resolved;
    } catch {
      return undefined;
    }
  }

  /** Finds the document of a request that names one by its digest. @throws as `Documents` */
  async resolve(sent: RequestBody, caller: Caller): Promise<Resolved> {
    try {
      return await this.options.gatehouse.documents.resolve(sent);
    } catch (error) {
      throw this.charged(error, caller);
    }
  }

  /**
   * Establishes who is asking and judges the shape of the document.
   *
   * @param more - what the context holds beside the usual, and whether the document was judged before.
   * @throws what the guard refuses with (400), RATE_LIMITED (429), what `Identity` refuses with.
   */
  async admit(
    request: HttpRequest,
    comer: Caller,
    resolved: Resolved,
    { isKnown = false, live, forwarded }: AdmitOptions = {},
  ): Promise<GatewayContext> {
    const { gatehouse, identity, deadlineMs, warn } = this.options;
    const deadline = performance.now() + deadlineMs;
    let caller = comer;
    try {
      const errand = await identity.errandOf(request.headers);
      const { address, local } = comer;
      caller = { address, local, viewer: errand.viewer?.did ?? null };
      gatehouse.rates.requireOpen(caller);
      const { query } = resolved.body;
      if (!isKnown && typeof query === 'string') gatehouse.guard.admitDocument(query);
      if (resolved.registers) gatehouse.documents.register(resolved.registers).catch(warn);
      const { pause } = request;
      return { errand, caller, receipts: [], deadline, freshness: new Freshness(), live, pause, forwarded };
    } catch (error) {
      throw this.charged(error, caller);
    }
  }

  private charged(error: unknown, caller: Caller): unknown {
    const known = domainErrorIn(error);
    if (!known) return error;
    // Who is to come again later did nothing wrong.
    if (known.retry !== 'later') this.options.gatehouse.rates.chargeRefusal(caller);
    return refusalOf(error);
  }
}
