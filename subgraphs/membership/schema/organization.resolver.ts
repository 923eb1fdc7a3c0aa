import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { RecognizeRegulatorInput, RegisterOrganizationInput } from './organization.input.js';
import { OrganizationType, RegulatorRecognitionType, toOrganizationType } from './organization.type.js';

@Resolver()
export class OrganizationResolver {
  @Mutation(() => OrganizationType, {
    description: 'Registers the organisation that the signed-in DID speaks for.',
  })
  @Access('signedIn')
  async registerOrganization(
    @Arg('input', () => RegisterOrganizationInput) input: RegisterOrganizationInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<OrganizationType> {
    return toOrganizationType(await services.registerOrganization(viewer, input));
  }

  @Mutation(() => RegulatorRecognitionType, {
    description: 'Lists a DID as a regulator’s, which then may register.',
  })
  @Access('operator')
  recognizeRegulator(
    @Arg('input', () => RecognizeRegulatorInput) input: RecognizeRegulatorInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<RegulatorRecognitionType> {
    return services.recognizeRegulator(viewer, input);
  }
}
