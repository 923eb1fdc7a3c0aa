import { plainNumbers } from '../../subgraphs/kit/wire/exactJson.js';
import type { DomainError } from '../../subgraphs/kit/errors/define.js';
import { domainErrorIn } from '../../subgraphs/kit/errors/format.js';
import { requirePlainVariables } from '../../subgraphs/kit/wire/plainText.js';
import { ERRORS } from '../errors.js';
import type { Coerced, Coercion } from './coercion.js';
import type { CostProgram } from './demandControl/compile.js';
import type { Introspection } from './introspection.js';
import type { GuardLimits } from './limits.js';
import { requireBounded } from './variables.js';

export type Judgement = Admitted | Refused;

export interface Admitted {
  readonly errors?: undefined;
  /** The variables that the operation declares, with defaults filled in; not to be changed. */
  readonly coerced: Coerced;
  /** What is charged for it: what it makes us fetch, and what of the schema it visits. */
  readonly cost: number;
}

export interface Refused {
  /** At least one, and at most one more than are reported. */
  readonly errors: readonly DomainError[];
}

export interface OperationGuardOptions {
  coercion: Coercion;
  program: CostProgram;
  introspection: Introspection;
  limits: GuardLimits;
  /** What is wrong with a text in the document. */
  stray: DomainError | undefined;
}

const NOTHING: Coerced = Object.freeze(Object.create(null) as Coerced);

/** The judge of one operation: everything that depends on the document alone is already decided. */
export class OperationGuard {
  /** The judgement, where variables cannot change it. */
  private readonly settled: Judgement | undefined;

  constructor(private readonly options: OperationGuardOptions) {
    const { coercion, program, stray } = options;
    if (stray) this.settled = { errors: [stray] };
    else if (coercion.isEmpty && program.steps === 0) this.settled = this.price(NOTHING);
  }

  /**
   * @param variables - as the client sent them.
   * @returns a refusal with NESTING_EXCEEDED, LIST_ITEMS_EXCEEDED, STRING_LENGTH_EXCEEDED, VALUES_EXCEEDED,
   *   BAD_USER_INPUT, PAGE_SIZE_INVALID, SLICING_ARGUMENT_REQUIRED, COST_EXCEEDED or INTROSPECTION_EXCEEDED, in this
   *   order.
   */
  judge(variables: Readonly<Record<string, unknown>> | undefined): Judgement {
    if (this.settled && (!variables || isEmpty(variables))) return this.settled;
    return judged(() => {
      const { limits } = this.options;
      if (variables) requireBounded(variables, limits);
      const plain = variables && plainNumbers(variables);
      if (plain && limits.plainText) requirePlainVariables(plain);
      if (this.settled) return this.settled;
      const coerced = this.options.coercion.coerce(plain ?? NOTHING);
      return isRefusal(coerced) ? { errors: coerced } : this.price(coerced);
    });
  }

  private price(coerced: Coerced): Judgement {
    const { program, introspection, limits } = this.options;
    return judged(() => {
      const cost = program.reckon(coerced);
      if (cost > limits.cost) {
        const facts = { cost, limit: limits.cost };
        throw ERRORS.COST_EXCEEDED.raise('Ask for smaller pages, or for less at once.', facts);
      }
      if (introspection.visited > introspection.max) {
        const facts = { limit: introspection.max };
        throw ERRORS.INTROSPECTION_EXCEEDED.raise('Ask for the whole schema once.', facts);
      }
      return { coerced, cost: cost + introspection.visited };
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
