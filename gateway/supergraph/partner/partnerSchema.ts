import { isTypeDefinitionNode, isTypeExtensionNode, Kind } from 'graphql';
import type {
  ASTNode,
  DocumentNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  TypeDefinitionNode,
  TypeExtensionNode,
} from 'graphql';
import type { PartnerRule } from './ruleTable.js';

/** What the rules know of a partner. */
export interface PartnerName {
  /** Of its subgraph. */
  readonly name: string;
  readonly prefix: string;
}

/** A partner's schema as it is judged. */
export interface PartnerSchema {
  readonly partner: PartnerName;
  readonly document: DocumentNode;
  /** The types of everybody else. */
  readonly taken: ReadonlySet<string>;
}

/** A rule that was broken, and where. */
export interface Finding {
  readonly rule: PartnerRule;
  readonly coordinate?: string | undefined;
  readonly node: ASTNode;
  readonly message: string;
}

export type Rule = (schema: PartnerSchema) => Iterable<Finding>;

export type TypeNode = TypeDefinitionNode | TypeExtensionNode;

export const ROOT_TYPES: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** Definitions and extensions alike: federation makes no difference. */
export function typesOf({ document }: PartnerSchema): TypeNode[] {
  return document.definitions.filter((node) => isTypeDefinitionNode(node) || isTypeExtensionNode(node));
}

export function fieldsOf(type: TypeNode): readonly FieldDefinitionNode[] {
  switch (type.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
      return type.fields ?? [];
    default:
      return [];
  }
}

export function inputFieldsOf(type: TypeNode): readonly InputValueDefinitionNode[] {
  const isInput =
    type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || type.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION;
  return isInput ? (type.fields ?? []) : [];
}

export function isObject(type: TypeNode): boolean {
  return type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.OBJECT_TYPE_EXTENSION;
}
