/**
 * The purposes of the Data Privacy Vocabulary 2.2, each broader term with those directly below it: all of its
 * purposes module but the root, since a consent to any purpose whatsoever is a consent to none in particular.
 * `RightsFulfilment`, whose broader term there is a legal basis, stands under what it fulfils.
 *
 * @see https://w3id.org/dpv/2.2 (W3C Data Privacy Vocabularies and Controls Community Group)
 */
export const DPV_PURPOSES: Readonly<Record<string, readonly string[]>> = {
  AccountManagement: [],
  CommercialPurpose: ['CommercialResearch'],
  CommunicationManagement: ['CommunicationForCustomerCare'],
  CustomerManagement: [
    'CustomerCare',
    'CustomerClaimsManagement',
    'CustomerOrderManagement',
    'CustomerRelationshipManagement',
    'CustomerSolvencyMonitoring',
  ],
  CustomerCare: ['CommunicationForCustomerCare'],
  CustomerRelationshipManagement: ['ImproveInternalCRMProcesses'],
  EnforceSecurity: [
    'EnforceAccessControl',
    'IdentityAuthentication',
    'MisusePreventionAndDetection',
    'Verification',
  ],
  MisusePreventionAndDetection: ['FraudPreventionAndDetection'],
  FraudPreventionAndDetection: ['CounterMoneyLaundering', 'MaintainFraudDatabase'],
  Verification: ['AgeVerification', 'IdentityVerification'],
  EstablishContractualAgreement: [],
  FulfilmentOfObligation: [
    'FulfilmentOfContractualObligation',
    'LegalCompliance',
    'ProtectionOfIPR',
    'RightsFulfilment',
  ],
  HumanResourceManagement: ['PersonnelManagement'],
  PersonnelManagement: [
    'PersonnelHiring',
    'PersonnelMonitoring',
    'PersonnelOffboarding',
    'PersonnelPayment',
    'PersonnelPerformanceManagement',
    'PersonnelPromotionManagement',
    'PersonnelTerminationManagement',
    'PersonnelWorkloadManagement',
  ],
  PersonnelHiring: ['PersonnelOnboarding', 'RecruitmentAdvertising', 'RecruitmentManagement'],
  PersonnelMonitoring: [
    'PersonnelBehaviourMonitoring',
    'PersonnelPerformanceManagement',
    'PersonnelPerformanceMonitoring',
  ],
  PersonnelPerformanceManagement: [
    'PersonnelPerformanceEvaluation',
    'PersonnelPerformanceMonitoring',
    'PersonnelPerformancePrediction',
  ],
  RecruitmentManagement: [
    'RecruitmentApplicantBackgroundCheck',
    'RecruitmentApplicantCriminalBackgroundCheck',
    'RecruitmentApplicantInformationAuthentication',
    'RecruitmentApplicantSelection',
    'RecruitmentApplicationManagement',
    'RecruitmentInterviewManagement',
  ],
  RecruitmentApplicationManagement: ['RecruitmentApplicationAnalysis', 'RecruitmentApplicationScreening'],
  RecruitmentInterviewManagement: [
    'RecruitmentInterviewAnalysis',
    'RecruitmentInterviewAssessment',
    'RecruitmentInterviewScheduling',
  ],
  Marketing: ['Advertising', 'DirectMarketing', 'PublicRelations', 'SocialMediaMarketing'],
  Advertising: ['PersonalisedAdvertising', 'PoliticalCampaign', 'RecruitmentAdvertising'],
  PersonalisedAdvertising: ['TargetedAdvertising'],
  TargetedAdvertising: ['RecruitmentTargetedAdvertising'],
  RecruitmentAdvertising: ['RecruitmentTargetedAdvertising'],
  NonCommercialPurpose: ['NonCommercialResearch'],
  OrganisationGovernance: [
    'DisputeManagement',
    'MemberPartnerManagement',
    'OrganisationComplianceManagement',
    'OrganisationRiskManagement',
  ],
  Personalisation: ['PersonalisedAdvertising', 'PoliticalCampaign', 'ServicePersonalisation'],
  PublicBenefit: [
    'CombatClimateChange',
    'Counterterrorism',
    'DataAltruism',
    'ImproveHealthcare',
    'ImprovePublicServices',
    'ImproveTransportMobility',
    'ProtectionOfNationalSecurity',
    'ProtectionOfPublicSecurity',
    'ProvideOfficialStatistics',
    'PublicPolicyMaking',
  ],
  RecordManagement: [],
  ResearchAndDevelopment: [
    'AcademicResearch',
    'CommercialResearch',
    'NonCommercialResearch',
    'ScientificResearch',
  ],
  ServiceProvision: [
    'PaymentManagement',
    'RepairImpairments',
    'RequestedServiceProvision',
    'SearchFunctionalities',
    'SellProducts',
    'ServiceOptimisation',
    'ServicePersonalisation',
    'ServiceRegistration',
    'ServiceUsageAnalytics',
    'TechnicalServiceProvision',
  ],
  RequestedServiceProvision: ['DeliveryOfGoods'],
  SellProducts: ['SellDataToThirdParties', 'SellInsightsFromData', 'SellProductsToDataSubject'],
  ServiceOptimisation: ['OptimisationForConsumer', 'OptimisationForController'],
  OptimisationForConsumer: ['OptimiseUserInterface'],
  OptimisationForController: [
    'ImproveExistingProductsAndServices',
    'ImproveInternalCRMProcesses',
    'IncreaseServiceRobustness',
    'InternalResourceOptimisation',
  ],
  ServicePersonalisation: [
    'PersonalisedBenefits',
    'ProvidePersonalisedRecommendations',
    'UserInterfacePersonalisation',
  ],
  ProvidePersonalisedRecommendations: ['ProvideEventRecommendations', 'ProvideProductRecommendations'],
  VendorManagement: ['VendorPayment', 'VendorRecordsManagement', 'VendorSelectionAssessment'],
};

/**
 * Uses that charters name and DPV has no word for. Each stands below the DPV terms that cover it, so that a
 * charter written in DPV terms alone governs it too.
 */
export const COOPERATIVE_PURPOSES: Readonly<Record<string, { means: string; broader: readonly string[] }>> = {
  'coop:IndividualCreditScoring': {
    means: "Judging one person's creditworthiness from the data.",
    broader: ['dpv:CustomerSolvencyMonitoring', 'dpv:CommercialPurpose'],
  },
  'coop:InsurancePricing': {
    means: "Setting one person's insurance premium, or refusing them cover, from the data.",
    broader: ['dpv:OrganisationRiskManagement', 'dpv:CommercialPurpose', 'dpv:Personalisation'],
  },
  'coop:PredatoryAdvertising': {
    means:
      'Advertising aimed at people because the data shows them to be weak: in need, ill, in debt, addicted.',
    broader: ['dpv:TargetedAdvertising', 'dpv:CommercialPurpose'],
  },
};
