import { Field, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { DidScalar } from '../../kit/schema/scalars.js';
import { GivenTo } from '../../kit/schema/withheld.js';

@ObjectType('Viewer', { description: 'Whoever is signed in.' })
@GivenTo('signedIn')
export class ViewerType {
  @Field(() => DidScalar, { description: 'The DID that is signed in.' })
  @Access('signedIn')
  did: string;

  @Field(() => Boolean, { description: 'True for an operator of this installation.' })
  @Access('signedIn')
  operator: boolean;
}
