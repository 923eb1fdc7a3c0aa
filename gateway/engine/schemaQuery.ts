import { execute } from 'graphql';
import type { DocumentNode, GraphQLFormattedError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { AnswerText } from './response/answer.js';
import type { Written } from './response/answer.js';

/**
 * A query that asks for nothing but the schema. Its answer depends on that and on its variables alone: nothing is
 * planned, fetched or completed, and where it has no variables it is written once.
 */
export class SchemaQuery {
  private readonly settled: Written | undefined;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    if ((operation.variableDefinitions ?? []).length === 0) this.settled = this.answer({});
  }

  /** Bytes of the answer that is kept. */
  get keptBytes(): number {
    return this.settled?.data.document?.length ?? 0;
  }

  /** @param variables - by name, as the client gave them, found to be good. */
  execute({ variables }: { variables: Readonly<Record<string, unknown>> }): Written {
    return this.settled ?? this.answer(variables);
  }

  private answer(variableValues: Readonly<Record<string, unknown>>): Written {
    const { schema, document } = this;
    const operationName = this.operation.name?.value;
    const result = execute({ schema, document, operationName, variableValues });
    if (result instanceof Promise) throw new Error('a schema is never waited for');
    const { data = null, errors = [] } = result;
    return {
      data: AnswerText.ofDocument(Buffer.from(`{"data":${JSON.stringify(data)}}`)),
      errors: errors.map((error): GraphQLFormattedError => error.toJSON()),
    };
  }
}
