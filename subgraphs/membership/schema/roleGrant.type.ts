import { Field, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { DateTimeScalar } from '../../kit/schema/scalars.js';
import { RoleEnum } from './enums.js';

@ObjectType('RoleGrant', { description: 'A role that a member holds now.' })
export class RoleGrantType {
  @Field(() => RoleEnum, { description: 'The role.' })
  @Access('public')
  role: string;

  @Field(() => DateTimeScalar, { description: 'First instant at which it is held.' })
  @Access('public')
  from: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'First instant at which it is not held any more; null where no end is set.',
  })
  @Access('public')
  until: Date | null;
}
