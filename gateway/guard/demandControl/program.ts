export type Variables = Readonly<Record<string, unknown>>;

/** A number that is known now, or one that a step of the program finds when it has the variables. */
export type Amount = number | Step;

interface Step {
  /** Where the program keeps what the step found. */
  readonly at: number;
}

type Find = (variables: Variables, found: Float64Array) => number;

/** Beyond this every limit is long passed; sums and products that stay here are exact in a double. */
const ENOUGH = 2 ** 40;

/**
 * A sum of products, made once for an operation and reckoned for each request. What no variable touches is reckoned when
 * the program is made; what is used in several places is reckoned once.
 */
export class Program {
  private readonly steps: Find[] = [];

  /** Steps that one run takes. */
  get length(): number {
    return this.steps.length;
  }

  /** An amount that depends on the variables; `find` may refuse by throwing. */
  read(find: (variables: Variables) => number): Amount {
    return { at: this.steps.push(find) - 1 };
  }

  plus(a: Amount, b: Amount): Amount {
    if (a === 0) return b;
    if (b === 0) return a;
    if (typeof a === 'number' && typeof b === 'number') return enough(a + b);
    return this.step(a, b, (left, right) => left + right);
  }

  times(a: Amount, b: Amount): Amount {
    if (a === 0 || b === 0) return 0;
    if (a === 1) return b;
    if (b === 1) return a;
    if (typeof a === 'number' && typeof b === 'number') return enough(a * b);
    return this.step(a, b, (left, right) => left * right);
  }

  /** @returns what reckons this amount. */
  reckoner(result: Amount): (variables: Variables) => number {
    // A step may refuse also where the result does not depend on it.
    if (this.steps.length === 0 && typeof result === 'number') return () => result;
    const { steps } = this;
    return (variables) => {
      const found = new Float64Array(steps.length);
      for (let at = 0; at < steps.length; at++) found[at] = steps[at]!(variables, found);
      return valueOf(result, found);
    };
  }

  private step(a: Amount, b: Amount, combine: (a: number, b: number) => number): Amount {
    const find: Find = (_, found) => enough(combine(valueOf(a, found), valueOf(b, found)));
    return { at: this.steps.push(find) - 1 };
  }
}

function valueOf(amount: Amount, found: Float64Array): number {
  return typeof amount === 'number' ? amount : found[amount.at]!;
}

function enough(count: number): number {
  return Math.min(ENOUGH, count);
}
