import { isExecutableDefinitionNode, Kind, OperationTypeNode } from 'graphql';
import type { DefinitionNode, DirectiveNode, SchemaDefinitionNode, SchemaExtensionNode } from 'graphql';
import type { Finding, PartnerSchema } from '../partnerSchema.js';

const FEDERATION = /^https:\/\/specs\.apollo\.dev\/federation\/v2\.\d{1,2}$/;

type SchemaNode = SchemaDefinitionNode | SchemaExtensionNode;

/** What may stand beside the types: one link to federation, and nothing that renames what it names. */
export function* definitions({ document }: PartnerSchema): Iterable<Finding> {
  let links = 0;
  for (const node of document.definitions) {
    if (isExecutableDefinitionNode(node)) {
      yield { rule: 'PARTNER_UNREADABLE', node, message: 'A schema holds no operations and no fragments.' };
    } else if (node.kind === Kind.DIRECTIVE_DEFINITION) {
      const coordinate = `@${node.name.value}`;
      yield { rule: 'PARTNER_DIRECTIVE', coordinate, node, message: `${coordinate} is defined here.` };
    } else if (isSchemaNode(node)) {
      yield* rootTypes(node);
      for (const directive of node.directives ?? []) {
        if (directive.name.value !== 'link') {
          const coordinate = `@${directive.name.value}`;
          yield {
            rule: 'PARTNER_DIRECTIVE',
            coordinate,
            node: directive,
            message: `${coordinate} stands on the schema.`,
          };
          continue;
        }
        links += 1;
        yield* link(directive, links);
      }
    }
  }
  if (links === 0) {
    const node = document.definitions[0] ?? document;
    yield { rule: 'PARTNER_LINK', node, message: 'The schema does not link federation 2.' };
  }
}

function* rootTypes(node: SchemaNode): Iterable<Finding> {
  if ('description' in node && node.description) {
    const message = 'The schema as a whole is everybody’s, and described by the core.';
    yield { rule: 'PARTNER_DESCRIBES_CORE', node: node.description, message };
  }
  for (const root of node.operationTypes ?? []) {
    if (root.operation === OperationTypeNode.QUERY && root.type.name.value === 'Query') continue;
    const message = `${root.operation} is ${root.type.name.value} here.`;
    yield { rule: 'PARTNER_ROOT', coordinate: root.type.name.value, node: root, message };
  }
}

function* link(node: DirectiveNode, count: number): Iterable<Finding> {
  const refuse = (message: string): Finding => ({ rule: 'PARTNER_LINK', coordinate: '@link', node, message });
  if (count > 1) yield refuse('There is a second @link.');
  for (const { name, value } of node.arguments ?? []) {
    if (name.value === 'url') {
      const known = value.kind === Kind.STRING && FEDERATION.test(value.value);
      if (!known) yield refuse('The link leads to something else than federation 2.');
    } else if (name.value === 'import') {
      const plain = value.kind === Kind.LIST && value.values.every(({ kind }) => kind === Kind.STRING);
      if (!plain) yield refuse('What is imported keeps its name here.');
    } else {
      yield refuse(`The link has an argument ${name.value}.`);
    }
  }
  if (!node.arguments?.some(({ name }) => name.value === 'url')) yield refuse('The link leads nowhere.');
}

function isSchemaNode(node: DefinitionNode): node is SchemaNode {
  return node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION;
}
