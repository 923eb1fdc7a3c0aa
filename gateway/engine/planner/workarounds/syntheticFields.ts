import { Kind, print, visit } from 'graphql';
import type {
  ArgumentNode,
  ConstDirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  FieldNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { argumentOf, textOf } from '../joins.js';
import { placeOf } from './rewriteJoins.js';
import { fieldSet, isHolder, namedType } from '../fieldSets.js';
import { chainedRequirements, Holders } from './chainedRequirements.js';
import type { Holder } from '../fieldSets.js';
import { Shadows } from './shadows.js';

/** A field that exists while planning only. It stands for one that a `@requires` names, with the arguments given there. */
export interface SyntheticField {
  name: string;
  field: string;
  arguments: readonly ArgumentNode[];
  /** For an object with requirements of its own: the rank of those that need it. */
  neededAt: number | undefined;
}

/** Makes the synthetic fields of one supergraph. */
export class Forge {
  readonly syntheticFields = new Map<string, SyntheticField>();
  readonly needs = new Map<string, Set<string>>();
  private readonly fields = new Map<string, FieldDefinitionNode>();
  private readonly bySignature = new Map<string, SyntheticField>();
  private readonly added = new Map<string, Set<SyntheticField>>();
  private readonly prefix: string;
  /** Fields that some `@requires` gives arguments. */
  private readonly withArguments: ReadonlySet<string>;
  private readonly shadows: Shadows;
  private readonly holders: Holders;
  /** By place, the ranks of chained requirements. */
  private readonly ranks = new Map<string, number>();
  /** `Type.field` of those that others may need. */
  private readonly links = new Set<string>();

  /** @param apart - whether no two requirements share a synthetic field. */
  constructor(
    document: DocumentNode,
    private readonly apart: boolean,
  ) {
    this.withArguments = requiredWithArguments(document);
    this.shadows = new Shadows(document);
    this.holders = new Holders(document);
    const names: string[] = [];
    for (const { name, fields } of document.definitions.filter(isHolder)) {
      for (const field of fields ?? []) {
        names.push(field.name.value);
        this.fields.set(`${name.value}.${field.name.value}`, field);
      }
    }
    for (const { graph, type, field, rank } of chainedRequirements(document)) {
      this.ranks.set(placeOf(graph, type, field), rank);
      for (const one of this.holders.familyOf(type)) this.links.add(`${one}.${field}`);
    }
    let prefix = '_s';
    while (names.some((name) => name.startsWith(prefix))) prefix += '_';
    this.prefix = prefix;
  }

  rewrite<T extends Holder>(definition: T): T {
    const type = definition.name.value;
    const fields = definition.fields?.map((field) => ({
      ...field,
      directives: field.directives?.map((node) => this.rewriteRequires(type, field, node)),
    }));
    return { ...definition, fields };
  }

  /** Adds the synthetic fields that were made meanwhile to the type whose fields they stand for. */
  extend<T extends Holder>(definition: T): T {
    const type = definition.name.value;
    const added = this.added.get(type);
    if (!added) return definition;
    const more = [...added].flatMap((syntheticField) => {
      const field = definition.fields?.find(({ name }) => name.value === syntheticField.field);
      for (const node of field?.directives ?? []) {
        // What needs synthetic fields itself needs the same ones under its own.
        const key = (name: string) => placeOf(textOf(node, 'graph'), type, name);
        const needed = this.needs.get(key(syntheticField.field));
        if (needed) this.needs.set(key(syntheticField.name), needed);
      }
      return field ? [{ ...field, name: { ...field.name, value: syntheticField.name }, arguments: [] }] : [];
    });
    const fields = definition.fields?.map((field) => ({
      ...field,
      directives: field.directives?.filter((node) => !this.shadows.isSpent(node, type, field.name.value)),
    }));
    return { ...definition, fields: [...(fields ?? []), ...more] };
  }

  private rewriteRequires(type: string, field: FieldDefinitionNode, node: ConstDirectiveNode) {
    const requires = argumentOf(node, 'requires');
    const graph = argumentOf(node, 'graph');
    if (node.name.value !== 'join__field' || requires?.kind !== Kind.STRING || graph?.kind !== Kind.ENUM) {
      return node;
    }
    const set = fieldSet(requires.value);
    if (!set) return node;
    const place = placeOf(graph.value, type, field.name.value);
    const needer = { graph: graph.value, place, rank: this.ranks.get(place), used: new Set<string>() };
    const rewritten = this.rewriteSet(needer, type, set, '');
    if (needer.used.size === 0) return node;
    this.needs.set(place, needer.used);
    const value = rewritten.selections.map(print).join(' ');
    const args = node.arguments?.map((one) =>
      one.name.value === 'requires' ? { ...one, value: { ...requires, value } } : one,
    );
    return { ...node, arguments: args };
  }

  private rewriteSet(needer: Needer, type: string, set: SelectionSetNode, path: string): SelectionSetNode {
    const selections = set.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition?.name.value ?? type;
        return { ...selection, selectionSet: this.rewriteSet(needer, on, selection.selectionSet, path) };
      }
      const definition = this.fields.get(`${type}.${selection.name.value}`);
      const syntheticField = this.needsStandIn(needer, type, selection)
        ? this.standInFor(needer, type, selection)
        : undefined;
      const name = syntheticField?.name ?? selection.name.value;
      if (syntheticField) needer.used.add(path + name);
      const below =
        selection.selectionSet && definition
          ? this.rewriteSet(needer, namedType(definition.type), selection.selectionSet, `${path}${name}/`)
          : selection.selectionSet;
      return {
        ...selection,
        name: { ...selection.name, value: name },
        arguments: syntheticField ? [] : selection.arguments,
        selectionSet: below,
      };
    });
    return { ...set, selections };
  }

  private needsStandIn({ graph }: Needer, type: string, selection: FieldNode): boolean {
    const name = selection.name.value;
    // An error within the object that a client selected nulls it, and must not null the required one.
    if (selection.selectionSet || (this.apart && name !== '__typename')) return true;
    // Required without arguments here and with some elsewhere: these are two versions of one field.
    if (selection.arguments?.length || this.withArguments.has(name)) return true;
    return this.shadows.has(graph, type, name);
  }

  /**
   * A required object leads back to objects of the type that requires it. If the planner saw it as the field that the
   * client selected, it would merge what that object requires into the fetch of it.
   */
  private isObjectInChain(type: string, { name, selectionSet }: FieldNode): boolean {
    return selectionSet !== undefined && this.links.has(`${type}.${name.value}`);
  }

  private standInFor({ rank, place }: Needer, type: string, field: FieldNode): SyntheticField {
    const given = [...(field.arguments ?? [])].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
    const neededAt = this.isObjectInChain(type, field) ? rank : undefined;
    // Fields of one name may give other things in other types, which would not go into one request.
    const definition = this.fields.get(`${type}.${field.name.value}`);
    const form = definition ? print(definition.type) : '';
    const shared = `${field.name.value}(${given.map(print).join()}):${form}@${neededAt ?? ''}`;
    const signature = this.apart ? `${shared} ${place}` : shared;
    const syntheticField = this.bySignature.get(signature) ?? {
      name: `${this.prefix}${this.bySignature.size}_${field.name.value}`,
      field: field.name.value,
      arguments: given,
      neededAt,
    };
    this.bySignature.set(signature, syntheticField);
    this.syntheticFields.set(syntheticField.name, syntheticField);
    for (const holder of this.holdersOf(type, field.name.value)) {
      this.added.set(holder, (this.added.get(holder) ?? new Set<SyntheticField>()).add(syntheticField));
    }
    return syntheticField;
  }

  /** All types that have a field because one type has it: who implements an interface has its fields. */
  private holdersOf(type: string, field: string): ReadonlySet<string> {
    const found = new Set([type]);
    for (const one of found) {
      for (const other of this.holders.familyOf(one)) {
        if (this.fields.has(`${other}.${field}`)) found.add(other);
      }
    }
    return found;
  }
}

/** A requirement that is being rewritten, and the synthetic fields that it uses, as paths: names with `/` between. */
interface Needer {
  readonly graph: string;
  /** Its own, by `placeOf`. */
  readonly place: string;
  /** Undefined for a requirement in no chain. */
  readonly rank: number | undefined;
  readonly used: Set<string>;
}

function requiredWithArguments(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      const requires = argumentOf(node as ConstDirectiveNode, 'requires');
      const set = requires?.kind === Kind.STRING ? fieldSet(requires.value) : undefined;
      if (set)
        visit(set, { Field: (field) => void (field.arguments?.length && names.add(field.name.value)) });
    },
  });
  return names;
}
