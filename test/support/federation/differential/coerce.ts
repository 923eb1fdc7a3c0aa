import { buildSchema, isInputType, parseType, parseValue, typeFromAST, valueFromAST } from 'graphql';
import type { ArgumentNode } from 'graphql';
import type { FieldModel, Model } from './model.js';
import { printInputs } from './printModel.js';

export type Coerce = (field: FieldModel, given: readonly ArgumentNode[]) => Record<string, unknown>;

/** Turns the arguments of a field set into what a resolver is given, with their defaults. */
export function coercer(model: Model): Coerce {
  const scalars = 'type Query { all(int: Int, float: Float, text: String, flag: Boolean, id: ID): Int }';
  const schema = buildSchema(`${scalars} ${printInputs(model)}`);
  return (field, given) => {
    const values: Record<string, unknown> = {};
    for (const { name, type: text, byDefault } of field.arguments) {
      const written = given.find((argument) => argument.name.value === name)?.value;
      const node = written ?? (byDefault === undefined ? undefined : parseValue(byDefault));
      const type = typeFromAST(schema, parseType(text) as never);
      if (!isInputType(type)) throw new Error(`${text} is no type of an argument`);
      if (node) values[name] = valueFromAST(node, type);
    }
    return values;
  };
}
