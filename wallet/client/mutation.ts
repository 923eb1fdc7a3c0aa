import type { GraphQLClient } from './graphqlClient.js';

/** A root field of the mutation type: every one of them takes one `input` and returns what it changed. */
export interface MutationField<Input, Output> {
  readonly name: string;
  readonly inputType: string;
  /** What to ask back, without the outer braces. */
  readonly selection: string;
  /** Whether the service answers a repeat with the first answer, by idempotency key or by nature. */
  readonly repeatable: boolean;
  /** Names the types for the compiler; never there at run time. */
  readonly types?: { readonly input: Input; readonly output: Output };
}

export interface Call<Output> {
  readonly field: MutationField<never, Output>;
  readonly input: unknown;
}

/** Root fields in one request, as many as the gateway's guard lets pass. */
export const CALLS_MAX = 20;

export function mutation<Input, Output>(
  name: string,
  selection: string,
  { repeatable = false }: { repeatable?: boolean } = {},
): MutationField<Input, Output> {
  return { name, inputType: `${name[0]!.toUpperCase()}${name.slice(1)}Input`, selection, repeatable };
}

export function call<Input, Output>(field: MutationField<Input, Output>, input: Input): Call<Output> {
  return { field: field as MutationField<never, Output>, input };
}

/** Does one thing. @throws RequestRefused */
export async function perform<Input, Output>(
  client: GraphQLClient,
  field: MutationField<Input, Output>,
  input: Input,
): Promise<Output> {
  const [output] = await performAll(client, [call(field, input)]);
  return output!;
}

/**
 * Does several things in one request, in their order.
 *
 * @returns one answer a call.
 * @throws RequestRefused at the first refusal: what stands before it was done, what stands behind it was not.
 */
export async function performAll<Output>(
  client: GraphQLClient,
  calls: readonly Call<Output>[],
): Promise<Output[]> {
  if (calls.length === 0) return [];
  const repeatable = calls.every(({ field }) => field.repeatable);
  const repeat = repeatable ? 'always' : calls.length === 1 ? 'refused' : 'never';
  const data = await client.execute<Record<string, Output>>(documentOf(calls), variablesOf(calls), {
    repeat,
  });
  return calls.map((_call, index) => data[alias(index)]!);
}

/** Equal sets of fields give equal documents, so that the gateway plans each of them once. */
export function documentOf(calls: readonly Call<unknown>[]): string {
  const variables = calls.map(({ field }, index) => `$${alias(index)}: ${field.inputType}!`).join(', ');
  const fields = calls.map(({ field }, index) => {
    const selection = field.selection ? ` { ${field.selection} }` : '';
    return `  ${alias(index)}: ${field.name}(input: $${alias(index)})${selection}`;
  });
  return `mutation Calls(${variables}) {\n${fields.join('\n')}\n}`;
}

function variablesOf(calls: readonly Call<unknown>[]): Record<string, unknown> {
  return Object.fromEntries(calls.map(({ input }, index) => [alias(index), input]));
}

function alias(index: number): string {
  return `call${index}`;
}
