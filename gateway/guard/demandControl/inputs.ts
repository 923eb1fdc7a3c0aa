import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  valueFromAST,
  visit,
  BREAK,
} from 'graphql';
import type { GraphQLArgument, GraphQLInputType, GraphQLNamedInputType, ValueNode } from 'graphql';
import { own } from '../../engine/own.js';
import type { Amount, Program } from './program.js';
import type { CostTable } from '../../engine/planner/costTable.js';
import { isRecord } from '../../../subgraphs/kit/wire/isRecord.js';

type Score = (value: unknown) => number;

/** An input object is worth one unless its type says otherwise; a scalar nothing. */
const INPUT_OBJECT_WEIGHT = 1;

/** Prices the values that go into a field: of arguments and input fields, written, by variable or by default. */
export class InputPricer {
  private readonly scores = new Map<GraphQLNamedInputType, Score | undefined>();
  private readonly underWay = new Set<GraphQLNamedInputType>();

  constructor(
    private readonly weights: CostTable['weights'],
    private readonly program: Program,
  ) {}

  /**
   * @param coordinate - of the argument, by which it may have a weight of its own.
   * @param written - its value in the document, if there is one.
   */
  argument(argument: GraphQLArgument, coordinate: string, written: ValueNode | undefined): Amount {
    const score = this.scoreOf(argument.type, this.weights.get(coordinate));
    if (!score) return 0;
    if (!written) return score(argument.defaultValue);
    if (!holdsVariable(written)) return score(valueFromAST(written, argument.type));
    const { type, defaultValue } = argument;
    return this.program.read((variables) => {
      if (written.kind !== Kind.VARIABLE) return score(valueFromAST(written, type, variables));
      const value = variables[written.name.value];
      return score(value === undefined ? defaultValue : value);
    });
  }

  /** How values of a type are priced; undefined if none of them can cost anything. */
  private scoreOf(type: GraphQLInputType, ownWeight?: number): Score | undefined {
    const score = this.namedScoreOf(getNamedType(type), ownWeight);
    if (!score || !holdsList(type)) return score;
    const items = (value: unknown): number =>
      Array.isArray(value) ? value.reduce<number>((sum, item) => sum + items(item), 0) : score(value);
    return items;
  }

  private namedScoreOf(type: GraphQLNamedInputType, ownWeight?: number): Score | undefined {
    const weight = ownWeight ?? this.weights.get(type.name);
    if (!isInputObjectType(type)) return weight === undefined ? undefined : flat(weight);
    const below = this.fieldsScoreOf(type);
    const own = flat(weight ?? INPUT_OBJECT_WEIGHT);
    return (value) => own(value) + (below?.(value) ?? 0);
  }

  /** Types may hold themselves, so that a score looks its parts up when it is used. */
  private fieldsScoreOf(type: GraphQLNamedInputType): Score | undefined {
    if (this.scores.has(type)) return this.scores.get(type);
    if (!isInputObjectType(type)) return undefined;
    if (this.underWay.has(type)) return (value) => this.scores.get(type)?.(value) ?? 0;
    this.underWay.add(type);
    const parts = Object.values(type.getFields()).flatMap((field) => {
      const score = this.scoreOf(field.type, this.weights.get(`${type.name}.${field.name}`));
      return score ? [{ name: field.name, score }] : [];
    });
    this.underWay.delete(type);
    const whole: Score | undefined =
      parts.length === 0
        ? undefined
        : (value) =>
            isRecord(value) ? parts.reduce((sum, { name, score }) => sum + score(own(value, name)), 0) : 0;
    this.scores.set(type, whole);
    return whole;
  }
}

function flat(weight: number): Score {
  return (value) => (value === undefined || value === null ? 0 : weight);
}

function holdsList(type: GraphQLInputType): boolean {
  return isNonNullType(type) ? holdsList(type.ofType) : isListType(type);
}

function holdsVariable(value: ValueNode): boolean {
  let found = false;
  visit(value, {
    Variable() {
      found = true;
      return BREAK;
    },
  });
  return found;
}
