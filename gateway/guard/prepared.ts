import type { DomainError } from '../../subgraphs/kit/errors/define.js';
import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import { ERRORS } from '../errors.js';
import type { Coerced, Coercion } from './coercion.js';
import type { CostProgram } from './cost/compile.js';
import type { GuardLimits } from './limits.js';
import { requireBounded } from './variables.js';

export type Judgement = Admitted | Refused;

export interface Admitted {
  readonly errors?: undefined;
  /** The variables that the operation declares, with defaults filled in; not to be changed. */
  readonly coerced: Coerced;
  readonly cost: number;
}

export interface Refused {
  /** At least one, and at most one more than are reported. */
  readonly errors: readonly DomainError[];
}

const NOTHING: Coerced = Object.freeze(Object.create(null) as Coerced);

/** The judge of one operation: everything that depends on the document alone is already decided. */
export class PreparedGuard {
  /** The judgement, where variables cannot change it. */
  private readonly settled: Judgement | undefined;

  constructor(
    private readonly coercion: Coercion,
    private readonly program: CostProgram,
    private readonly limits: GuardLimits,
  ) {
    if (coercion.isEmpty && program.steps === 0) this.settled = this.price(NOTHING);
  }

  /**
   * @param variables - as the client sent them.
   * @returns a refusal with NESTING_EXCEEDED, LIST_ITEMS_EXCEEDED, STRING_LENGTH_EXCEEDED, VALUES_EXCEEDED,
   *   BAD_USER_INPUT, PAGE_SIZE_INVALID, SLICING_ARGUMENT_REQUIRED or COST_EXCEEDED, in this order.
   */
  judge(variables: Readonly<Record<string, unknown>> | undefined): Judgement {
    if (this.settled && (!variables || isEmpty(variables))) return this.settled;
    return judged(() => {
      if (variables) requireBounded(variables, this.limits);
      if (this.settled) return this.settled;
      const coerced = this.coercion.coerce(variables ?? NOTHING);
      return isRefusal(coerced) ? { errors: coerced } : this.price(coerced);
    });
  }

  private price(coerced: Coerced): Judgement {
    return judged(() => {
      const cost = this.program.reckon(coerced);
      if (cost <= this.limits.cost) return { coerced, cost };
      const facts = { cost, limit: this.limits.cost };
      return { errors: [ERRORS.COST_EXCEEDED.raise('Ask for smaller pages, or for less at once.', facts)] };
    });
  }
}

function judged(judge: () => Judgement): Judgement {
  try {
    return judge();
  } catch (error) {
    const refusal = domainErrorIn(error);
    if (!refusal) throw error;
    return { errors: [refusal] };
  }
}

function isRefusal(coerced: Coerced | readonly DomainError[]): coerced is readonly DomainError[] {
  return Array.isArray(coerced);
}

function isEmpty(variables: object): boolean {
  for (const _ in variables) return false;
  return true;
}
