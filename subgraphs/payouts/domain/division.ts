import assert from 'node:assert';
import { allocate } from './allocate.js';
import { NO_LICENCE } from './licenceMoney.js';
import { divideTwoWays } from './twoWay.js';
import { followsUse } from './weights.js';
import type { AllocationBasis } from './weights.js';

/** What a run divides among whom. */
export interface Divided {
  basis: AllocationBasis;
  /** Weights of the members, above zero, by a name that decides ties. */
  weights: ReadonlyMap<string, bigint>;
  /** What each licence used of each member, by licence and name, above zero; only if the basis follows use. */
  uses: ReadonlyMap<string, ReadonlyMap<string, bigint>>;
  /** Minor units by licence, above zero; `NO_LICENCE` for what belongs to none. */
  columns: ReadonlyMap<string, bigint>;
}

/** The lines of one member's payslip: minor units above zero by licence, summing to the dividend. */
export type Lines = Map<string, bigint>;

/**
 * Divides a run's money, to the last unit by member and by licence at once.
 *
 * If the basis follows use, each licence's money is divided among those whose data it used, in proportion to that use,
 * and a dividend is the sum of its lines. What belongs to no licence follows what the licences pay. Otherwise dividends
 * are in proportion to weights, and lines in proportion to both.
 *
 * @returns the lines of each member, by name; empty for one whose part is below a unit.
 * @see payouts/decisions/0011-a-licence-pays-whom-it-used.md
 */
export function divide({ basis, weights, uses, columns }: Divided): Map<string, Lines> {
  assert(weights.size > 0, 'nobody to divide among');
  if (followsUse(basis)) return divideByUse(weights, uses, columns);
  const rows = share(sumOf(columns), weights);
  // Odd units follow the order of the names, whatever order the members came in.
  return divideTwoWays(new Map([...rows].toSorted(([a], [b]) => (a < b ? -1 : 1))), columns);
}

function divideByUse(
  weights: Divided['weights'],
  uses: Divided['uses'],
  columns: Divided['columns'],
): Map<string, Lines> {
  const lines = new Map(
    [...weights.keys()].map((name): [string, Lines] => [name, new Map<string, bigint>()]),
  );
  const earned = new Map<string, bigint>();
  let commonMinor = 0n;
  const pay = (licence: string, minor: bigint, by: ReadonlyMap<string, bigint>): void => {
    for (const [name, line] of share(minor, by)) {
      if (line > 0n) lines.get(name)!.set(licence, line);
      earned.set(name, (earned.get(name) ?? 0n) + line);
    }
  };
  for (const [licence, minor] of columns) {
    const users = uses.get(licence);
    if (users) pay(licence, minor, users);
    else commonMinor += minor;
  }
  // Without a licence that pays anybody there is only the weight to go by.
  if (commonMinor > 0n) pay(NO_LICENCE, commonMinor, sumOf(earned) > 0n ? new Map(earned) : weights);
  return lines;
}

function share(minor: bigint, weights: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const shares = allocate({ amountMinor: minor, currency: 'XXX' }, weights);
  return new Map([...shares].map(([name, { amountMinor }]) => [name, amountMinor]));
}

function sumOf(amounts: ReadonlyMap<string, bigint>): bigint {
  let sum = 0n;
  for (const amount of amounts.values()) sum += amount;
  return sum;
}
