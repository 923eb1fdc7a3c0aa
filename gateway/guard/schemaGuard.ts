import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { strayLiteral } from '../../subgraphs/kit/wire/plainText.js';
import { Coercion } from './coercion.js';
import { compileCost } from './demandControl/compile.js';
import { CostRules } from './demandControl/rules.js';
import type { CostTable } from '../engine/planner/costTable.js';
import { introspected, wholeIntrospection } from './introspection.js';
import type { GuardLimits } from './limits.js';
import { OperationGuard } from './operationGuard.js';

/** The guard of one schema; goes when that goes. */
export class SchemaGuard {
  private readonly rules: CostRules;
  private readonly prepared = new WeakMap<OperationDefinitionNode, OperationGuard>();
  private introspectionMax: number | undefined;

  constructor(
    private readonly schema: GraphQLSchema,
    costs: CostTable,
    private readonly limits: GuardLimits,
    private readonly hints: boolean,
  ) {
    this.rules = new CostRules(schema, costs);
  }

  /** Made once as long as the document is kept. */
  guardOf(document: DocumentNode, operation: OperationDefinitionNode): OperationGuard {
    const known = this.prepared.get(operation);
    if (known) return known;
    const { limits, hints, schema, rules } = this;
    const made = new OperationGuard({
      coercion: new Coercion(schema, operation, { errorsMax: limits.errors, hints }),
      program: compileCost(rules, document, operation, limits),
      introspection: introspected(schema, document, operation, () => this.largestIntrospection()),
      limits,
      stray: limits.plainText ? strayLiteral(document) : undefined,
    });
    this.prepared.set(operation, made);
    return made;
  }

  private largestIntrospection(): number {
    const percent = this.limits.introspectionPercent / 100;
    this.introspectionMax ??= Math.ceil(wholeIntrospection(this.schema) * percent);
    return this.introspectionMax;
  }
}
