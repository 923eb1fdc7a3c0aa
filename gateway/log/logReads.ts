import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { FairGate } from '../../subgraphs/kit/store/fairGate.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';

/** Reads of one service's log at once, in all and of one caller: they would only wait for its database. */
const AT_ONCE_MAX = 4;
const AT_ONCE_OF_ONE_MAX = 2;
/** Those that wait: five requests of twenty root fields each, and a hundred such callers. */
const WAITING_OF_ONE_MAX = 100;
const WAITING_MAX = 10_000;

/** A read of a log, and for whom. */
export interface LogRead {
  service: ServiceName;
  /** Who waits behind themselves: a viewer, or the address of a guest. */
  caller: string;
  /** By what the caller is known to the service; the same session sees the same. */
  session: string;
  /** What is read; what is equal is read once for those who ask at the same time. */
  what: readonly unknown[];
  /** How long whoever asks still waits; whoever joins a read that could not wait so long asks anew. */
  withinMs: number;
}

/** How the gateway reads the services' logs: a few reads at once, caller after caller, equal ones together. */
export class LogReads {
  private readonly gates = new Map<ServiceName, FairGate>();
  private readonly underWay = new Map<string, Promise<unknown>>();

  /** @throws OVERLOADED, and what the read throws */
  async ask<T>(asked: LogRead, read: () => Promise<T>): Promise<T> {
    const until = performance.now() + asked.withinMs;
    const known = this.underWay.get(keyOf(asked)) as Promise<T> | undefined;
    if (!known) return this.begin(asked, read);
    try {
      return await known;
    } catch (error) {
      const withinMs = until - performance.now();
      if (!isOverloaded(error) || withinMs <= 0) throw error;
      return this.begin({ ...asked, withinMs }, read);
    }
  }

  private begin<T>(asked: LogRead, read: () => Promise<T>): Promise<T> {
    const { service, caller, withinMs } = asked;
    const key = keyOf(asked);
    const reading = this.gateOf(service).pass(caller, withinMs, read);
    this.underWay.set(key, reading);
    const forget = (): void => {
      if (this.underWay.get(key) === reading) this.underWay.delete(key);
    };
    reading.then(forget, forget);
    return reading;
  }

  private gateOf(service: ServiceName): FairGate {
    const gate =
      this.gates.get(service) ??
      new FairGate({
        atOnce: AT_ONCE_MAX,
        atOnceOfOne: AT_ONCE_OF_ONE_MAX,
        waiting: WAITING_MAX,
        waitingOfOne: WAITING_OF_ONE_MAX,
      });
    this.gates.set(service, gate);
    return gate;
  }
}

function keyOf({ service, caller, session, what }: LogRead): string {
  return JSON.stringify([service, caller, session, ...what]);
}

function isOverloaded(error: unknown): boolean {
  return domainErrorIn(error)?.code === COMMON.OVERLOADED.code;
}
