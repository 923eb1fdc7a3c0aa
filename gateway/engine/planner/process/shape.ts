import { createHash } from 'node:crypto';
import { Kind, parse } from 'graphql';
import type { FieldNode, SelectionSetNode } from 'graphql';

/** The selections of one place, those of one response key and of one type condition together, as a planner takes them. */
class Level {
  readonly fields = new Map<string, { readonly name: string; below: Level | undefined }>();
  readonly fragments = new Map<string, Level>();
  readonly spreads = new Set<string>();

  add({ selections }: SelectionSetNode): this {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) this.addField(selection);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) this.spreads.add(selection.name.value);
      else {
        const on = selection.typeCondition?.name.value ?? '';
        const fragment = this.fragments.get(on) ?? new Level();
        this.fragments.set(on, fragment.add(selection.selectionSet));
      }
    }
    return this;
  }

  /** @param uses - by response key: under how many type conditions of this place it is asked for. */
  text(uses = this.countUses(new Map())): string {
    const fields = [...this.fields].map(([key, { name, below }]) => {
      const isShared = uses.get(key)! > 1;
      return `${name}${isShared ? '=' : ''}${below ? below.text() : ''}`;
    });
    const fragments = [...this.fragments].map(([on, fragment]) => `... on ${on}${fragment.text(uses)}`);
    const spreads = [...this.spreads].map((name) => `...${name}`);
    return `{${[...fields, ...fragments, ...spreads].sort().join(' ')}}`;
  }

  private addField({ alias, name, arguments: given = [], selectionSet }: FieldNode): void {
    const key = (alias ?? name).value;
    const names = given.map((one) => one.name.value).sort();
    const field = this.fields.get(key) ?? {
      name: name.value + (names.length > 0 ? `(${names.join()})` : ''),
      below: undefined,
    };
    if (selectionSet) field.below = (field.below ?? new Level()).add(selectionSet);
    this.fields.set(key, field);
  }

  private countUses(uses: Map<string, number>): ReadonlyMap<string, number> {
    for (const key of this.fields.keys()) uses.set(key, (uses.get(key) ?? 0) + 1);
    for (const fragment of this.fragments.values()) fragment.countUses(uses);
    return uses;
  }
}

/**
 * What an operation is to a planner, as text: its fields with the names of their arguments, its type conditions, and
 * which fields it merges because they have one response key. Names that the client made up, values, and the order of
 * fields are left out, so that whoever changes these has the same operation still.
 */
export function outlineOf(operation: string): string {
  return parse(operation, { noLocation: true })
    .definitions.map((definition) => {
      if (!('selectionSet' in definition)) return '';
      const head =
        definition.kind === Kind.FRAGMENT_DEFINITION
          ? `fragment ${definition.name.value} on ${definition.typeCondition.name.value}`
          : definition.operation;
      return head + new Level().add(definition.selectionSet).text();
    })
    .join(' ');
}

/** A digest of an operation's outline. */
export function shapeOf(operation: string): string {
  return createHash('sha256').update(outlineOf(operation)).digest('base64');
}
