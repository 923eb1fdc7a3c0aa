import { Kind, parse, print, visit } from 'graphql';
import type {
  ArgumentNode,
  ConstDirectiveNode,
  DocumentNode,
  FieldDefinitionNode,
  FieldNode,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  TypeNode,
} from 'graphql';

type Holder = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** A field without arguments that stands, while planning, for a field with the arguments of one `@requires`. */
export interface StandIn {
  name: string;
  field: string;
  arguments: readonly ArgumentNode[];
}

export interface Prepared {
  document: DocumentNode;
  standIns: ReadonlyMap<string, StandIn>;
  /** What a field of a type takes of stand-ins in a subgraph, by `needKey`. */
  needs: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @param graph - the name of the subgraph in the supergraph's enum, such as `REVIEWS`. */
export function needKey(graph: string, type: string, field: string): string {
  return `${graph}:${type}.${field}`;
}

/**
 * Readies a supergraph for the planner, which has two blind spots: it may choose a key that its subgraph cannot
 * resolve if that one is written first, and it asks for a field once, whatever arguments each `@requires` gives it.
 * So resolvable keys are sorted before the others, and each required field with arguments is replaced by a stand-in
 * of its own without any; `restore` undoes that in a plan.
 *
 * @see gateway/execution/decisions/0001-an-executor-of-our-own.md
 */
export function prepareSupergraph(sdl: string): Prepared {
  const document = parse(sdl, { noLocation: true });
  const forge = new Forge(document);
  const definitions = document.definitions.map((definition) =>
    isHolder(definition) ? forge.rewrite(sortKeys(definition)) : definition,
  );
  return {
    document: {
      ...document,
      definitions: definitions.map((one) => (isHolder(one) ? forge.extend(one) : one)),
    },
    standIns: forge.standIns,
    needs: forge.needs,
  };
}

function isHolder(node: { kind: Kind }): node is Holder {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function sortKeys<T extends Holder>(definition: T): T {
  const unresolvable = (node: ConstDirectiveNode): boolean => {
    const value = argumentOf(node, 'resolvable');
    return node.name.value === 'join__type' && value?.kind === Kind.BOOLEAN && !value.value;
  };
  const directives = definition.directives ?? [];
  if (!directives.some(unresolvable)) return definition;
  const sorted = [...directives.filter((one) => !unresolvable(one)), ...directives.filter(unresolvable)];
  return { ...definition, directives: sorted };
}

/** Makes the stand-ins of one supergraph. */
class Forge {
  readonly standIns = new Map<string, StandIn>();
  readonly needs = new Map<string, Set<string>>();
  private readonly holders = new Map<string, Holder>();
  private readonly implementers = new Map<string, string[]>();
  private readonly bySignature = new Map<string, StandIn>();
  private readonly added = new Map<string, Set<StandIn>>();
  private readonly prefix: string;
  /** Fields that some `@requires` gives arguments. */
  private readonly withArguments: ReadonlySet<string>;

  constructor(document: DocumentNode) {
    this.withArguments = requiredWithArguments(document);
    const names = new Set<string>();
    for (const definition of document.definitions.filter(isHolder)) {
      this.holders.set(definition.name.value, definition);
      for (const field of definition.fields ?? []) names.add(field.name.value);
      for (const { name } of definition.interfaces ?? []) {
        this.implementers.set(name.value, [
          ...(this.implementers.get(name.value) ?? []),
          definition.name.value,
        ]);
      }
    }
    let prefix = '_s';
    while ([...names].some((name) => name.startsWith(prefix))) prefix += '_';
    this.prefix = prefix;
  }

  rewrite<T extends Holder>(definition: T): T {
    const fields = definition.fields?.map((field) => ({
      ...field,
      directives: field.directives?.map((node) => this.rewriteRequires(definition.name.value, field, node)),
    }));
    return { ...definition, fields };
  }

  /** Adds the stand-ins that were made meanwhile to the type whose fields they stand for. */
  extend<T extends Holder>(definition: T): T {
    const added = this.added.get(definition.name.value);
    if (!added) return definition;
    const more = [...added].flatMap((standIn) => {
      const field = definition.fields?.find(({ name }) => name.value === standIn.field);
      return field ? [{ ...field, name: { ...field.name, value: standIn.name }, arguments: [] }] : [];
    });
    return { ...definition, fields: [...(definition.fields ?? []), ...more] };
  }

  private rewriteRequires(type: string, field: FieldDefinitionNode, node: ConstDirectiveNode) {
    const requires = argumentOf(node, 'requires');
    const graph = argumentOf(node, 'graph');
    if (node.name.value !== 'join__field' || requires?.kind !== Kind.STRING || graph?.kind !== Kind.ENUM) {
      return node;
    }
    const set = fieldSet(requires.value);
    if (!set) return node;
    const used = new Set<string>();
    const rewritten = this.rewriteSet(type, set, used);
    if (used.size === 0) return node;
    this.needs.set(needKey(graph.value, type, field.name.value), used);
    const value = rewritten.selections.map(print).join(' ');
    const args = node.arguments?.map((one) =>
      one.name.value === 'requires' ? { ...one, value: { ...requires, value } } : one,
    );
    return { ...node, arguments: args };
  }

  private rewriteSet(type: string, set: SelectionSetNode, used: Set<string>): SelectionSetNode {
    const selections = set.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition?.name.value ?? type;
        return { ...selection, selectionSet: this.rewriteSet(on, selection.selectionSet, used) };
      }
      const definition = this.holders
        .get(type)
        ?.fields?.find(({ name }) => name.value === selection.name.value);
      const below =
        selection.selectionSet && definition
          ? this.rewriteSet(namedType(definition.type), selection.selectionSet, used)
          : selection.selectionSet;
      // Without arguments it is one more version of a field that another needs with some.
      if (!selection.arguments?.length && !this.withArguments.has(selection.name.value)) {
        return { ...selection, selectionSet: below };
      }
      const standIn = this.standInFor(type, selection);
      used.add(standIn.name);
      const name = { ...selection.name, value: standIn.name };
      return { ...selection, name, arguments: [], selectionSet: below };
    });
    return { ...set, selections };
  }

  private standInFor(type: string, field: FieldNode): StandIn {
    const given = [...(field.arguments ?? [])].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
    const signature = `${field.name.value}(${given.map(print).join()})`;
    const standIn = this.bySignature.get(signature) ?? {
      name: `${this.prefix}${this.bySignature.size}_${field.name.value}`,
      field: field.name.value,
      arguments: given,
    };
    this.bySignature.set(signature, standIn);
    this.standIns.set(standIn.name, standIn);
    for (const holder of [type, ...this.familyOf(type)]) {
      this.added.set(holder, (this.added.get(holder) ?? new Set<StandIn>()).add(standIn));
    }
    return standIn;
  }

  /** Who must have a field that an interface has, and which interfaces may be asked for it in a type's stead. */
  private familyOf(type: string): readonly string[] {
    return this.implementers.get(type) ?? [];
  }
}

function fieldSet(text: string): SelectionSetNode | undefined {
  const [operation] = parse(`{${text}}`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : undefined;
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

export function argumentOf(node: ConstDirectiveNode, name: string) {
  return node.arguments?.find((one) => one.name.value === name)?.value;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** The labels of progressive overrides in a supergraph. */
export function overrideLabels(document: DocumentNode): string[] {
  const labels = new Set<string>();
  visit(document, {
    Directive(node) {
      const label = argumentOf(node as ConstDirectiveNode, 'overrideLabel');
      if (label?.kind === Kind.STRING) labels.add(label.value);
    },
  });
  return [...labels];
}
