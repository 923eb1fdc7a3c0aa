import { registerEnumType } from 'type-graphql';

/**
 * Registers an enumeration, in which every value says what it means.
 *
 * @param values - by name, the description of each; typed by the domain's union, so that none is left out.
 * @returns the values by name, which is how type-graphql wants them.
 */
export function enumOf<const Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
): { readonly [V in Value]: V } {
  const made = Object.fromEntries(Object.keys(values).map((value) => [value, value])) as {
    readonly [V in Value]: V;
  };
  const described = Object.entries<string>(values).map(([value, means]) => [value, { description: means }]);
  registerEnumType(made, { name, description, valuesConfig: Object.fromEntries(described) as never });
  return made;
}
