import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { argumentOf, textOf } from '../joins.js';
import { placeOf } from './rewriteJoins.js';
import { fieldSet, isHolder } from '../fieldSets.js';
import { Holders } from './chainedRequirements.js';

/**
 * Fields that are external in one subgraph and part of a key in another. On its way through that key the planner asks the
 * first subgraph for them, which cannot resolve them. A synthetic field in their place is nothing that it could be asked
 * for.
 */
export class Shadows {
  private readonly external = new Set<string>();
  /** By field, the subgraphs that have it in a key. */
  private readonly keyedIn = new Map<string, Set<string>>();
  private readonly provided = new Set<string>();

  constructor(document: DocumentNode) {
    const holders = new Holders(document);
    for (const holder of document.definitions.filter(isHolder)) {
      for (const field of holder.fields ?? []) {
        for (const node of field.directives ?? []) {
          if (isExternal(node))
            this.external.add(placeOf(textOf(node, 'graph'), holder.name.value, field.name.value));
        }
      }
    }
    for (const holder of document.definitions.filter(isHolder)) {
      const type = holder.name.value;
      for (const node of holder.directives ?? []) {
        const graph = textOf(node, 'graph');
        const key = textOf(node, 'key');
        const set = key === undefined ? undefined : fieldSet(key);
        if (graph === undefined || !set) continue;
        holders.walk(type, set, (on, field) => this.addKeyed(graph, `${on}.${field}`));
      }
      for (const field of holder.fields ?? []) {
        for (const node of field.directives ?? []) {
          const names = textOf(node, 'provides')?.match(/\w+/g) ?? [];
          for (const name of names) this.provided.add(`${textOf(node, 'graph') ?? ''}:${name}`);
        }
      }
    }
  }

  /** Whether a subgraph must get a field under a synthetic name. */
  has(graph: string, type: string, field: string): boolean {
    if (!this.external.has(placeOf(graph, type, field))) return false;
    const graphs = this.keyedIn.get(`${type}.${field}`);
    return graphs !== undefined && !graphs.has(graph);
  }

  /** Whether an external field is of no use any more, once a synthetic field stands for it. */
  isSpent(node: ConstDirectiveNode, type: string, field: string): boolean {
    const graph = textOf(node, 'graph') ?? '';
    return isExternal(node) && this.has(graph, type, field) && !this.provided.has(`${graph}:${field}`);
  }

  private addKeyed(graph: string, place: string): void {
    this.keyedIn.set(place, (this.keyedIn.get(place) ?? new Set()).add(graph));
  }
}

function isExternal(node: ConstDirectiveNode): boolean {
  const value = node.name.value === 'join__field' ? argumentOf(node, 'external') : undefined;
  return value?.kind === Kind.BOOLEAN && value.value;
}
