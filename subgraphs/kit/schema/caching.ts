import { getNamedType, isLeafType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { Directive, Extensions } from 'type-graphql';

type Keeping = 'public' | 'withHolder';
type Field = GraphQLField<unknown, unknown>;
type AnyDecorator = ClassDecorator & PropertyDecorator & MethodDecorator;

/**
 * Declares that a field, or every field that gives this type, says the same to everybody, and for how long after it
 * was read it may be shown. Scalars below are declared with it; objects below are not. Nothing that is not declared
 * is ever kept.
 */
export function PublicFor(seconds: number): AnyDecorator {
  return declare('public', `@cacheControl(maxAge: ${seconds})`);
}

/** Declares a value type, which is as public as what holds it. */
export function PublicWithHolder(): AnyDecorator {
  return declare('withHolder', '@cacheControl(inheritMaxAge: true)');
}

function declare(keeping: Keeping, sdl: string): AnyDecorator {
  const decorators = [Directive(sdl), Extensions({ keeping })] as unknown as MethodDecorator[];
  return ((target: object, key: string | symbol, descriptor: PropertyDescriptor) => {
    for (const decorate of decorators) decorate(target, key, descriptor);
  }) as AnyDecorator;
}

/** @throws Error naming each field that is declared to be the same for everybody, and is not open to everybody. */
export function requirePublic(schema: GraphQLSchema): void {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith('__'),
  );
  const closed = types.flatMap((type) => closedFields(type as GraphQLObjectType));
  if (closed.length > 0) throw new Error(`declared public, and not open to everybody: ${closed.join(', ')}`);
}

/** Fields that would be kept with their type, or with the field that gives it, and that somebody may not read. */
function closedFields(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const given = getNamedType(field.type);
    const byType = isLeafType(given) || keepingOf(given);
    const own = (keepingOf(field) ?? (byType && keepingOf(type))) ? [field] : [];
    const below = keepingOf(field) && isObjectType(given) && !keepingOf(given) ? leavesOf(given) : [];
    return [
      ...own.filter(isClosed).map(({ name }) => `${type.name}.${name}`),
      ...below.filter(isClosed).map(({ name }) => `${given.name}.${name}`),
    ];
  });
}

function leavesOf(type: GraphQLObjectType): Field[] {
  return Object.values(type.getFields()).filter((field) => isLeafType(getNamedType(field.type)));
}

function isClosed({ extensions }: Field): boolean {
  return !(extensions.access as readonly string[] | undefined)?.includes('public');
}

function keepingOf({ extensions }: { extensions: object }): Keeping | undefined {
  return (extensions as { keeping?: Keeping }).keeping;
}
