import {
  coerceInputValue,
  getNamedType,
  isInputObjectType,
  isInputType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import type { GraphQLInputType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { DomainError } from '../../subgraphs/kit/errors/define.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';
import { WrittenNumber } from '../../subgraphs/kit/wire/exactJson.js';
import { isInherited } from '../engine/own.js';

export type Coerced = Readonly<Record<string, unknown>>;

export interface CoercionOptions {
  /** Errors reported; behind them a last one says that there are more, and no more is looked at. */
  errorsMax: number;
  /** Whether names of the schema may be suggested. */
  hints: boolean;
}

interface Declared {
  name: string;
  type: GraphQLInputType;
  /** Undefined where there is none. */
  fallback: unknown;
  /** Whether it may hold a field of a name that every object has something under. */
  holdsInherited: boolean;
}

/** More of a wrong value helps nobody and may be as long as the request. */
const MESSAGE_LENGTH_MAX = 500;

class EnoughErrors extends Error {}

/** Makes ready what an operation's variables are held to; types and defaults are read once. */
export class Coercion {
  private readonly declared: readonly Declared[];

  constructor(
    schema: GraphQLSchema,
    { variableDefinitions = [] }: OperationDefinitionNode,
    private readonly options: CoercionOptions,
  ) {
    this.declared = variableDefinitions.map(({ variable, type: node, defaultValue }) => {
      const type = typeFromAST(schema, node);
      if (!isInputType(type)) throw new Error('a document that was not validated');
      const fallback = defaultValue && valueFromAST(defaultValue, type);
      return { name: variable.name.value, type, fallback, holdsInherited: holdsInherited(type) };
    });
  }

  get isEmpty(): boolean {
    return this.declared.length === 0;
  }

  /** @returns the variables that the operation declares, with defaults filled in, or what is wrong with them. */
  coerce(variables: Readonly<Record<string, unknown>>): Coerced | readonly DomainError[] {
    const coerced = Object.create(null) as Record<string, unknown>;
    const errors: DomainError[] = [];
    const complain = (message: string): void => {
      if (errors.length >= this.options.errorsMax) throw new EnoughErrors();
      errors.push(COMMON.BAD_USER_INPUT.raise(shortened(message)));
    };
    try {
      for (const declared of this.declared) this.coerceOne(declared, variables, coerced, complain);
    } catch (error) {
      if (!(error instanceof EnoughErrors)) throw error;
      errors.push(
        COMMON.BAD_USER_INPUT.raise('Too many errors in the variables; the rest was not looked at.'),
      );
    }
    return errors.length > 0 ? errors : coerced;
  }

  private coerceOne(
    { name, type, fallback, holdsInherited }: Declared,
    variables: Readonly<Record<string, unknown>>,
    coerced: Record<string, unknown>,
    complain: (message: string) => void,
  ): void {
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (given === undefined) {
      if (fallback !== undefined) coerced[name] = fallback;
      else if (isNonNullType(type)) {
        complain(`Variable "$${name}" of required type "${type.toString()}" was not provided.`);
      }
      return;
    }
    coerced[name] = coerceInputValue(
      holdsInherited ? bare(given) : given,
      type,
      (path, _, error) => {
        const place = path.length > 0 ? ` at "${name}.${path.join('.')}"` : '';
        complain(`Variable "$${name}" got an invalid value${place}; ${error.message}`);
      },
      !this.options.hints,
    );
  }
}

function holdsInherited(type: GraphQLInputType, seen = new Set<unknown>()): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || seen.has(named)) return false;
  seen.add(named);
  return Object.values(named.getFields()).some(
    (field) => isInherited(field.name) || holdsInherited(field.type, seen),
  );
}

/** The same value in objects that inherit nothing: the library takes what they inherit for what was given. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null || value instanceof WrittenNumber) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, one] of Object.entries(value)) copy[name] = bare(one);
  return copy;
}

function shortened(message: string): string {
  return message.length > MESSAGE_LENGTH_MAX ? `${message.slice(0, MESSAGE_LENGTH_MAX)}…` : message;
}
