import { isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLInputType } from 'graphql';
import type { Random } from './random.js';

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly definition: string;
}

/** The arguments and conditions of one operation, with the variables that they need. */
export class Inputs {
  readonly #variables: Variable[] = [];
  /** What the client sends along. */
  readonly values: Record<string, unknown> = {};

  constructor(private readonly random: Random) {}

  /** @returns the definitions as they stand after an operation's name. */
  definitions(): string {
    const written = this.#variables.map(({ definition }) => definition);
    return written.length > 0 ? `(${written.join(', ')})` : '';
  }

  drawArguments({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.filter((argument) => isRequired(argument) || this.random.chance(0.5));
    const written = given.map(({ name, type }) => `${name}: ${this.#drawArgument(type)}`);
    return written.length > 0 ? `(${written.join(', ')})` : '';
  }

  drawConditions(): string {
    const { random } = this;
    if (!random.chance(0.12)) return '';
    const names = random.pick([['skip'], ['include'], ['skip', 'include']]);
    return names.map((name) => ` @${name}(if: ${this.#drawCondition()})`).join('');
  }

  #drawCondition(): string {
    if (this.random.chance(0.3)) return String(this.random.chance(0.5));
    const boolean = () => this.random.chance(0.5);
    return this.#variable('Boolean!', boolean);
  }

  #drawArgument(type: GraphQLInputType): string {
    if (this.random.chance(0.4)) return this.#variable(String(type), () => drawInput(this.random, type));
    return this.#literal(type, 0);
  }

  #variable(type: string, draw: () => unknown): string {
    const { random } = this;
    const known = this.#variables.filter((variable) => variable.type === type);
    if (known.length > 0 && random.chance(0.5)) return `$${random.pick(known).name}`;
    const name = `v${this.#variables.length}`;
    const byDefault = random.chance(0.4) ? draw() : undefined;
    const mustBeGiven = type.endsWith('!') && byDefault === undefined;
    if (mustBeGiven || random.chance(0.7)) this.values[name] = draw();
    const written = byDefault === undefined ? '' : ` = ${print(byDefault)}`;
    this.#variables.push({ name, type, definition: `$${name}: ${type}${written}` });
    return `$${name}`;
  }

  /** A value written in the document; one in an object or list may be a variable. */
  #literal(type: GraphQLInputType, depth: number): string {
    const { random } = this;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(() => random.chance(depth === 0 ? 0.5 : 0.25));
      const written = fields.map((field) => {
        const byVariable = random.chance(0.15);
        const value = byVariable
          ? this.#variable(String(field.type), () => drawInput(random, field.type))
          : this.#literal(field.type, depth + 1);
        return `${field.name}: ${value}`;
      });
      return `{${written.join(', ')}}`;
    }
    return print(drawInput(random, type));
  }
}

function isRequired({ type, defaultValue }: GraphQLArgument): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}

/** A name that is written without quotes. */
class EnumValue {
  constructor(readonly name: string) {}
  toJSON(): string {
    return this.name;
  }
}

const SCALARS: Readonly<Record<string, (random: Random) => unknown>> = {
  Int: (random) => random.between(0, 5),
  Float: (random) => random.between(0, 8) / 4,
  String: (random) => random.pick(['', 'a', 'b "c"', 'ü\n']),
  Boolean: (random) => random.chance(0.5),
  ID: (random) => random.pick(['1', 'x']),
};

function drawInput(random: Random, type: GraphQLInputType, depth = 0): unknown {
  if (isNonNullType(type)) return drawInput(random, type.ofType, depth) ?? drawInput(random, type, depth);
  if (random.chance(0.1)) return null;
  if (isListType(type)) {
    const itemType = type.ofType;
    return Array.from({ length: random.between(0, 2) }, () => drawInput(random, itemType, depth));
  }
  if (isEnumType(type)) return new EnumValue(random.pick(type.getValues()).name);
  if (!isInputObjectType(type)) return SCALARS[type.name]!(random);
  const fields = Object.values(type.getFields()).filter(() => random.chance(depth === 0 ? 0.5 : 0.25));
  return Object.fromEntries(fields.map((field) => [field.name, drawInput(random, field.type, depth + 1)]));
}

/** In the notation of a document. */
function print(value: unknown): string {
  if (value instanceof EnumValue) return value.name;
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}: ${print(one)}`)
    .join(', ')}}`;
}
