import { Kind, parse, print, visit } from 'graphql';
import type { ASTNode, DocumentNode, SelectionSetNode } from 'graphql';
import { judge, pairOf } from './differential.js';
import type { CreateEngine, Failure, Pair } from './differential.js';
import type { Operation } from './drawOperation.js';
import type { Model } from './model.js';

/** Attempts at most; each plans and executes, or composes. */
const OPERATION_ATTEMPTS_MAX = 400;
const MODEL_ATTEMPTS_MAX = 150;

/** A failure made as small as it goes while it still fails in the same way: first its operation, then its model. */
export async function shrink(failure: Failure, pair: Pair, createEngine: CreateEngine): Promise<Failure> {
  const kind = kindOf(failure.difference);
  const smaller = await shrinkOperation(failure, pair, kind);
  return shrinkModel(smaller, createEngine, kind);
}

/** What a difference is without where it is. */
function kindOf(difference: string): string {
  return difference.replace(/\[.*\]/, '').slice(0, 40);
}

async function tryOperation(pair: Pair, operation: Operation, kind: string) {
  try {
    const verdict = await judge(pair, operation);
    return verdict && verdict !== 'invalid' && kindOf(verdict.difference) === kind ? verdict : undefined;
  } catch {
    return undefined;
  }
}

async function shrinkOperation(failure: Failure, pair: Pair, kind: string): Promise<Failure> {
  let best = failure;
  let attempts = 0;
  for (let progress = true; progress && attempts < OPERATION_ATTEMPTS_MAX;) {
    progress = false;
    for (const operation of smallerOperations(best.operation)) {
      if (++attempts > OPERATION_ATTEMPTS_MAX) break;
      const verdict = await tryOperation(pair, operation, kind);
      if (!verdict) continue;
      best = { ...best, operation, ...verdict };
      progress = true;
      break;
    }
  }
  return best;
}

/** The operation with one thing less, in each way that there is; some are not valid. */
function* smallerOperations({ query, variables }: Operation): Generator<Operation> {
  const document = parse(query, { noLocation: true });
  for (const smaller of smallerDocuments(document)) {
    const used = new Set<string>();
    visit(smaller, { Variable: ({ name }) => void used.add(name.value) });
    yield { query: print(withoutUnused(smaller)), variables: pick(variables, used) };
  }
  for (const name of Object.keys(variables)) {
    const rest = new Set(Object.keys(variables).filter((other) => other !== name));
    yield { query, variables: pick(variables, rest) };
  }
}

function pick(variables: Operation['variables'], names: ReadonlySet<string>): Operation['variables'] {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(name)));
}

function* smallerDocuments(document: DocumentNode): Generator<DocumentNode> {
  const targets: ASTNode[] = [];
  visit(document, {
    enter(node) {
      if (
        [Kind.FIELD, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD, Kind.DIRECTIVE, Kind.ARGUMENT].includes(
          node.kind,
        )
      ) {
        targets.push(node);
      }
    },
  });
  for (const target of targets) {
    yield visit(document, { enter: (node) => (node === target ? null : undefined) });
    if (target.kind === Kind.FIELD && target.alias) {
      yield visit(document, {
        Field: (node) => (node === target ? { ...node, alias: undefined } : undefined),
      });
    }
    if (target.kind === Kind.INLINE_FRAGMENT) {
      yield visit(document, { SelectionSet: (set) => opened(set, target, target.selectionSet) });
    }
    if (target.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = document.definitions.find(
        (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === target.name.value,
      );
      if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) continue;
      const { typeCondition, selectionSet } = fragment;
      const inline = { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet } as const;
      yield visit(document, { FragmentSpread: (node) => (node === target ? inline : undefined) });
    }
  }
}

/** A selection set with the content of one of its fragments in the fragment's place. */
function opened(set: SelectionSetNode, fragment: ASTNode, { selections }: SelectionSetNode) {
  if (!set.selections.includes(fragment as never)) return undefined;
  const content = set.selections.flatMap((one) => (one === (fragment as unknown) ? selections : [one]));
  return { ...set, selections: content };
}

/** Without fragments and variables that nothing uses any more. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const spread = new Set<string>();
  const used = new Set<string>();
  visit(document, {
    FragmentSpread: ({ name }) => void spread.add(name.value),
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  return visit(document, {
    FragmentDefinition: ({ name }) => (spread.has(name.value) ? undefined : null),
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? false : null),
  });
}

async function shrinkModel(failure: Failure, createEngine: CreateEngine, kind: string): Promise<Failure> {
  let best = failure;
  let attempts = 0;
  for (let progress = true; progress && attempts < MODEL_ATTEMPTS_MAX;) {
    progress = false;
    for (const model of smallerModels(best.model)) {
      if (++attempts > MODEL_ATTEMPTS_MAX) break;
      const pair = await pairOf(model, createEngine).catch(() => undefined);
      const verdict = pair && (await tryOperation(pair, best.operation, kind));
      await pair?.engine.stop();
      if (!verdict) continue;
      best = { ...best, model, ...verdict };
      progress = true;
    }
  }
  return best;
}

/** The model without some of its fields, many at once first. What others answer hangs on names and stays as it is. */
function* smallerModels(model: Model): Generator<Model> {
  for (const object of model.objects) {
    if (object.kind === 'value') continue;
    const fields = object.fields.filter(({ keyPart }) => keyPart === undefined);
    if (fields.length > 1) yield without(model, object.name, new Set(fields.map(({ name }) => name)));
    for (const { name } of fields) yield without(model, object.name, new Set([name]));
  }
}

function without(model: Model, objectName: string, names: ReadonlySet<string>): Model {
  const objects = model.objects.map((object) =>
    object.name === objectName
      ? { ...object, fields: object.fields.filter(({ name }) => !names.has(name)) }
      : object,
  );
  return { ...model, objects };
}
