import { prettyFormatQueryPlan } from '@apollo/query-planner';
import { GraphQLError, Kind, print, validate } from 'graphql';
import type { DefinitionNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { OpenPlanner } from './engine/planner/plannerWorker.js';
import { Guard } from './guard/guard.js';
import type { GuardLimits } from './guard/limits.js';

export interface Explanation {
  /** `query FindDatasets`; an operation without a name is called by its kind. */
  operation: string;
  /** Points of cost with the variables that were given; undefined where the guard refuses it. */
  cost: number | undefined;
  /** Why the guard refuses it: code and message. */
  refusals: readonly string[];
  /** Which subgraph is asked for what, after what. */
  plan: string;
}

export interface ExplainOptions {
  planner: OpenPlanner;
  /** What clients see of the planner's supergraph. */
  schema: GraphQLSchema;
  guardLimits: GuardLimits;
}

/** Says of operations what the gateway would do with them, without doing it. */
export class Explainer {
  private readonly guard: Guard;

  constructor(private readonly options: ExplainOptions) {
    this.guard = new Guard(options.guardLimits, true);
    this.guard.learn(options.schema, options.planner.facts.costs);
  }

  /**
   * @param text - a document; each of its operations is explained.
   * @param variables - of all of them.
   * @throws what `Guard.readDocument` throws, and GraphQLError for what does not fit the schema.
   */
  async explain(text: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Explanation[]> {
    const { schema, planner } = this.options;
    const document = this.guard.readDocument(text);
    const [invalid] = validate(schema, document);
    if (invalid) throw new GraphQLError(invalid.message);
    const operations = document.definitions.filter(
      (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
    );
    return Promise.all(
      operations.map(async (operation) => {
        const judgement = this.guard.prepare(schema, document, operation).judge(variables);
        const definitions = document.definitions.filter((definition) => !isOther(definition, operation));
        const alone = print({ ...document, definitions });
        return {
          operation: [operation.operation, operation.name?.value].filter(Boolean).join(' '),
          cost: judgement.errors ? undefined : judgement.cost,
          refusals: (judgement.errors ?? []).map(({ code, message }) => `${code}: ${message}`),
          plan: prettyFormatQueryPlan(await planner.plan(alone, [])),
        };
      }),
    );
  }
}

function isOther(definition: DefinitionNode, operation: OperationDefinitionNode): boolean {
  return definition.kind === Kind.OPERATION_DEFINITION && definition !== operation;
}
