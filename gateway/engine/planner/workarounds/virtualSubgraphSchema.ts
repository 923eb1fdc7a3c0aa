import { isTypeDefinitionNode, Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode, TypeDefinitionNode } from 'graphql';
import type { VirtualSubgraph } from './virtualSubgraphs.js';
import { argumentOf, textOf } from '../joins.js';
import { fieldSet, namedType } from '../fieldSets.js';
import { Holders } from './chainedRequirements.js';

/**
 * What of its subgraph a virtual subgraph has: of the types whose fields it holds, these fields, what they need, and the keys; of
 * the types that one meets below, everything.
 */
export class VirtualSubgraphSchema {
  private readonly types = new Set<string>();
  /** By type, the fields that it keeps, where these are not all. */
  private readonly kept = new Map<string, Set<string>>();
  /** By host, the fields that it answers: its own, and those of the keys. */
  private readonly answered = new Map<string, Set<string>>();
  /** `Type.field` of what its fields need. */
  private readonly needed = new Set<string>();
  private readonly hosts: ReadonlySet<string>;
  private readonly definitions = new Map<string, TypeDefinitionNode>();
  /** By interface or union, its members in the subgraph. */
  private readonly members = new Map<string, string[]>();
  private readonly holders: Holders;

  constructor(
    document: DocumentNode,
    readonly virtualSubgraph: VirtualSubgraph,
  ) {
    for (const definition of document.definitions.filter(isTypeDefinitionNode)) {
      const { name, directives = [] } = definition;
      this.definitions.set(name.value, definition);
      for (const one of directives) this.relate(name.value, one);
    }
    this.holders = new Holders(document);
    this.hosts = new Set(virtualSubgraph.links.map(({ type }) => type));
    for (const host of this.hosts) {
      this.kept.set(host, new Set());
      this.answered.set(host, new Set());
    }
    this.keep();
    // Nothing begins in a virtual subgraph.
    for (const root of rootsOf(document)) this.kept.set(root, new Set());
    for (const host of this.hosts) this.reach(host);
    this.types.add('Query');
  }

  hasType(type: string): boolean {
    return this.types.has(type);
  }

  /** Whether the virtual subgraph holds fields of the type, and so is entered by its keys. */
  isHost(type: string): boolean {
    return this.hosts.has(type);
  }

  /** Whether the virtual subgraph is entered by a key. One that runs through another object is taken only where there is no other. */
  isEntryKey(type: string, directive: ConstDirectiveNode): boolean {
    const isPlain = (key: string | undefined): boolean => key !== undefined && !key.includes('{');
    const key = textOf(directive, 'key');
    if (!this.isHost(type) || key === undefined || textOf(directive, 'graph') !== this.virtualSubgraph.from)
      return false;
    const all = this.definitions.get(type)?.directives ?? [];
    return (
      isPlain(key) ||
      !all.some(
        (one) =>
          textOf(one, 'graph') === this.virtualSubgraph.from &&
          isPlain(textOf(one, 'key')) &&
          argumentOf(one, 'resolvable') === undefined,
      )
    );
  }

  hasField(type: string, field: string): boolean {
    return this.types.has(type) && (this.kept.get(type)?.has(field) ?? true);
  }

  /** Whether it has all that a field set of a type mentions. */
  hasSet(type: string, text: string): boolean {
    const set = fieldSet(text);
    let hasAll = true;
    if (set) {
      this.holders.walk(type, set, (on, field) => {
        if (field !== '__typename' && !this.hasField(on, field)) hasAll = false;
      });
    }
    return hasAll;
  }

  /** Whether the field is external here, whichever subgraph resolves it. */
  isExternal(type: string, field: string): boolean {
    return this.isHost(type) && this.hasField(type, field) && !this.answered.get(type)!.has(field);
  }

  /** Whether a field in it needs that one. */
  isNeeded(type: string, field: string): boolean {
    return this.hasType(type) && this.needed.has(`${type}.${field}`);
  }

  private relate(type: string, directive: ConstDirectiveNode): void {
    if (textOf(directive, 'graph') !== this.virtualSubgraph.from) return;
    const above = textOf(directive, 'interface');
    const below = textOf(directive, 'member');
    if (above !== undefined) this.members.set(above, [...(this.members.get(above) ?? []), type]);
    if (below !== undefined) this.members.set(type, [...(this.members.get(type) ?? []), below]);
  }

  private keep(): void {
    const see =
      (...into: readonly ReadonlyMap<string, Set<string>>[]) =>
      (type: string, field: string): void => {
        for (const one of this.holders.familyOf(type)) for (const fields of into) fields.get(one)?.add(field);
      };
    for (const { type, field, set } of this.virtualSubgraph.links) {
      see(this.kept, this.answered)(type, field);
      const keep = see(this.kept);
      this.holders.walk(type, set, (on, name) => {
        keep(on, name);
        for (const one of this.holders.familyOf(on)) this.needed.add(`${one}.${name}`);
      });
    }
    for (const host of this.hosts) {
      for (const key of this.definitions.get(host)?.directives ?? []) {
        const set = this.isEntryKey(host, key) ? fieldSet(textOf(key, 'key') ?? '') : undefined;
        if (set) this.holders.walk(host, set, see(this.kept, this.answered));
      }
    }
  }

  private reach(type: string): void {
    const definition = this.definitions.get(type);
    const here = definition?.directives?.some(
      (one) => one.name.value === 'join__type' && textOf(one, 'graph') === this.virtualSubgraph.from,
    );
    if (!definition || !here || this.types.has(type)) return;
    this.types.add(type);
    for (const member of this.members.get(type) ?? []) this.reach(member);
    if (!('fields' in definition)) return;
    for (const field of definition.fields ?? []) {
      const joins = field.directives?.filter((one) => one.name.value === 'join__field') ?? [];
      const own = joins.filter((one) => textOf(one, 'graph') === this.virtualSubgraph.from);
      if ((joins.length > 0 && own.length === 0) || !this.hasField(type, field.name.value)) continue;
      this.reach(namedType(field.type));
      for (const join of own) this.reach(textOf(join, 'type')?.replace(/\W/g, '') ?? '');
      for (const argument of ('arguments' in field && field.arguments) || []) {
        this.reach(namedType(argument.type));
      }
    }
  }
}

function rootsOf(document: DocumentNode): string[] {
  return document.definitions.flatMap((one) =>
    one.kind === Kind.SCHEMA_DEFINITION ? one.operationTypes.map(({ type }) => type.name.value) : [],
  );
}
