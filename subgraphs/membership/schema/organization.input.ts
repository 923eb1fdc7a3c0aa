import { Field, InputType } from 'type-graphql';
import { DidScalar } from '../../kit/schema/scalars.js';
import { OrganizationKindEnum } from './enums.js';

@InputType({ description: 'What an organisation registers as.' })
export class RegisterOrganizationInput {
  @Field(() => String, { description: 'Its name, up to 120 characters.' })
  name: string;

  @Field(() => OrganizationKindEnum, { description: 'REGULATOR is for those whom an operator has listed.' })
  kind: 'BUYER' | 'PARTNER' | 'REGULATOR';
}

@InputType({ description: 'Whom to list as a regulator.' })
export class RecognizeRegulatorInput {
  @Field(() => DidScalar, { description: 'The regulator’s DID.' })
  did: string;
}
