/**
 * What the purposes of the Data Privacy Vocabulary 2.2 mean, in its own words; slips of spelling are mended.
 *
 * Copyright © 2025 World Wide Web Consortium. https://www.w3.org/copyright/document-license/
 *
 * @see https://w3id.org/dpv/2.2 and `2.2/dpv/modules/purposes.csv` of its repository (W3C Data Privacy Vocabularies and
 *   Controls Community Group), whose contributors provide it under the W3C Document License.
 */
export const DPV_DEFINITIONS: Readonly<Record<string, string>> = {
  AcademicResearch:
    'Purposes associated with conducting or assisting with research conducted in an academic context e.g. within universities',
  AccountManagement:
    'Account Management refers to purposes associated with account management, such as to create, provide, maintain, and manage accounts',
  Advertising:
    'Purposes associated with conducting advertising i.e. process or artefact used to call attention to a product, service, etc. through announcements, notices, or other forms of communication',
  AgeVerification:
    'Purposes associated with verifying or authenticating age or age related information as a form of security',
  CombatClimateChange:
    'Purposes associated with combating the causes and consequences of climate change, including reducing gas emissions and fighting emergencies such as floods or wildfires',
  CommercialPurpose:
    'Purposes associated with processing activities performed in a commercial setting or with intention to commercialise',
  CommercialResearch:
    'Purposes associated with conducting research in a commercial setting or with intention to commercialise e.g. in a company or sponsored by a company',
  CommunicationForCustomerCare:
    'Customer Care Communication refers to purposes associated with communicating with customers for assisting them, resolving issues, ensuring satisfaction, etc. in relation to services provided',
  CommunicationManagement:
    'Communication Management refers to purposes associated with providing or managing communication activities e.g. to send an email for notifying some information',
  CounterMoneyLaundering:
    'Purposes associated with detection, prevention, and mitigation of money laundering',
  Counterterrorism:
    'Purposes associated with activities that detect, prevent, mitigate, or otherwise perform activities to combat or eliminate terrorism (also referred to as anti-terrorism)',
  CustomerCare:
    'Customer Care refers to purposes associated with purposes for providing assistance, resolving issues, ensuring satisfaction, etc. in relation to services provided',
  CustomerClaimsManagement:
    'Customer Claims Management refers to purposes associated with managing claims, including repayment of monies owed',
  CustomerManagement:
    'Customer Management refers to purposes associated with managing activities related with past, current, and future customers',
  CustomerOrderManagement:
    "Customer Order Management refers to purposes associated with managing customer orders i.e. processing of an order related to customer's purchase of good or services",
  CustomerRelationshipManagement:
    'Customer Relationship Management refers to purposes associated with managing and analysing interactions with past, current, and potential customers',
  CustomerSolvencyMonitoring:
    'Customer Solvency Monitoring refers to purposes associated with monitor solvency of customers for financial diligence',
  DataAltruism:
    'Purposes associated with the voluntary sharing of data for the general interest of the public, such as healthcare or combating climate change',
  DeliveryOfGoods: 'Purposes associated with delivering goods and services requested or asked by consumer',
  DirectMarketing:
    'Purposes associated with conducting direct marketing i.e. marketing communicated directly to the individual',
  DisputeManagement:
    'Purposes associated with activities that manage disputes by natural persons, private bodies, or public authorities relevant to organisation',
  EnforceAccessControl:
    'Purposes associated with conducting or enforcing access control as a form of security',
  EnforceSecurity:
    'Purposes associated with ensuring and enforcing security for data, personnel, or other related matters',
  EstablishContractualAgreement:
    'Purposes associated with carrying out data processing to establish an agreement, such as for entering into a contract',
  FraudPreventionAndDetection: 'Purposes associated with fraud detection, prevention, and mitigation',
  FulfilmentOfContractualObligation:
    'Purposes associated with carrying out data processing to fulfill a contractual obligation',
  FulfilmentOfObligation: 'Purposes associated with carrying out data processing to fulfill an obligation',
  HumanResourceManagement:
    "Purposes associated with managing humans and 'human resources' within the organisation for effective and efficient operations.",
  IdentityAuthentication:
    'Purposes associated with performing authentication based on identity as a form of security',
  IdentityVerification: 'Purposes associated with verifying or authenticating identity as a form of security',
  ImproveExistingProductsAndServices: 'Purposes associated with improving existing products and services',
  ImproveHealthcare:
    'Purposes associated with improving healthcare systems such as for personalised treatments and curing chronic diseases',
  ImproveInternalCRMProcesses:
    'Purposes associated with improving customer-relationship management (CRM) processes',
  ImprovePublicServices:
    'Purposes associated with improving the provision of public services, such as public safety, education or law enforcement',
  ImproveTransportMobility:
    'Purposes associated with improving traffic, public transport systems or costs for drivers',
  IncreaseServiceRobustness: 'Purposes associated with improving robustness and resilience of services',
  InternalResourceOptimisation:
    'Purposes associated with optimisation of internal resource availability and usage for organisation',
  LegalCompliance:
    'Purposes associated with carrying out data processing to fulfill a legal or statutory obligation',
  MaintainFraudDatabase:
    'Purposes associated with maintaining a database related to identifying and identified fraud risks and fraud incidents',
  Marketing:
    'Purposes associated with conducting marketing in relation to organisation or products or services e.g. promoting, selling, and distributing',
  MemberPartnerManagement:
    'Purposes associated with maintaining a registry of shareholders, members, or partners for governance, administration, and management functions',
  MisusePreventionAndDetection: 'Prevention and Detection of Misuse or Abuse of services',
  NonCommercialPurpose:
    'Purposes associated with processing activities performed in a non-commercial setting or without intention to commercialise',
  NonCommercialResearch:
    'Purposes associated with conducting research in a non-commercial setting e.g. for a non-profit-organisation (NGO)',
  OptimisationForConsumer:
    'Purposes associated with optimisation of activities and services for consumer or user',
  OptimisationForController:
    'Purposes associated with optimisation of activities and services for provider or controller',
  OptimiseUserInterface: 'Purposes associated with optimisation of interfaces presented to the user',
  OrganisationComplianceManagement:
    'Purposes associated with managing compliance for organisation in relation to internal policies',
  OrganisationGovernance:
    'Purposes associated with conducting activities and functions for governance of an organisation',
  OrganisationRiskManagement: "Purposes associated with managing risk for organisation's activities",
  PaymentManagement:
    'Purposes associated with processing and managing payment in relation to service, including invoicing and records',
  Personalisation:
    'Purposes associated with creating and providing customisation based on attributes and/or needs of person(s) or context(s).',
  PersonalisedAdvertising: 'Purposes associated with creating and providing personalised advertising',
  PersonalisedBenefits: 'Purposes associated with creating and providing personalised benefits for a service',
  PersonnelBehaviourMonitoring: 'Purposes associated with monitoring behaviour of personnel',
  PersonnelHiring: 'Purposes associated with management and execution of hiring processes of personnel',
  PersonnelManagement:
    'Purposes associated with management of personnel associated with the organisation e.g. evaluation and management of employees and intermediaries',
  PersonnelMonitoring: 'Purposes associated with monitoring of personnel',
  PersonnelOffboarding:
    'Purposes associated with offboarding of personnel i.e. activities and processes carried out when the person is exiting the company or role',
  PersonnelOnboarding:
    'Purposes associated with onboarding and integration of personnel within an organisation',
  PersonnelPayment: 'Purposes associated with management and execution of payment of personnel',
  PersonnelPerformanceEvaluation:
    'Purposes associated with evaluation or assessment of performance of employees',
  PersonnelPerformanceManagement: 'Purposes associated with management of performance of personnel',
  PersonnelPerformanceMonitoring: 'Purposes associated with monitoring of performance of personnel',
  PersonnelPerformancePrediction: 'Purposes associated with prediction of performance of personnel',
  PersonnelPromotionManagement:
    'Purposes associated with determination and management of promotion of personnel',
  PersonnelTerminationManagement:
    'Purposes associated with determination and management of termination of personnel',
  PersonnelWorkloadManagement:
    'Purposes associated with determination, scheduling, planning, and carrying out workload management of personnel',
  PoliticalCampaign:
    'Purposes associated with political campaign activities related to promotion and advertisement of positions and candidates in elections at local, state or regional, or national and international levels',
  ProtectionOfIPR: 'Purposes associated with the protection of intellectual property rights',
  ProtectionOfNationalSecurity: 'Purposes associated with the protection of national security',
  ProtectionOfPublicSecurity: 'Purposes associated with the protection of public security',
  ProvideEventRecommendations:
    'Purposes associated with creating and providing personalised recommendations for events',
  ProvideOfficialStatistics:
    'Purposes associated with facilitating the development, production and dissemination of reliable official statistics',
  ProvidePersonalisedRecommendations:
    'Purposes associated with creating and providing personalised recommendations',
  ProvideProductRecommendations:
    'Purposes associated with creating and providing product recommendations e.g. suggest similar products',
  PublicBenefit: 'Purposes undertaken and intended to provide benefit to public or society',
  PublicPolicyMaking: 'Purposes associated with public policy making, such as the development of new laws',
  PublicRelations:
    'Purposes associated with managing and conducting public relations processes, including creating goodwill for the organisation',
  RecordManagement:
    'Purposes associated with manage creation, storage, and use of records relevant to operations, events, and processes e.g. to store logs or access requests',
  RecruitmentAdvertising: 'Purposes associated with advertisement for Recruitments and personnel hiring',
  RecruitmentApplicantBackgroundCheck:
    'Purposes associated with conducting background checks for prospective and current job applicants for recruitment',
  RecruitmentApplicantCriminalBackgroundCheck:
    'Purposes associated with conducting criminal background assessment for prospective and current job applicants for recruitment',
  RecruitmentApplicantInformationAuthentication:
    'Purposes associated with authentication and verification of information as part of recruitment',
  RecruitmentApplicantSelection:
    'Purposes associated with determination or selection of candidates, whether for a specific job or job pool, or for a specific stage as part of recruitment',
  RecruitmentApplicationAnalysis:
    'Purposes associated with analysis of job applications or job candidates for recruitment',
  RecruitmentApplicationManagement: 'Purposes associated with managing job applications for recruitment',
  RecruitmentApplicationScreening:
    'Purposes associated with screening and filtering of job applications or job candidates for recruitment',
  RecruitmentInterviewAnalysis:
    'Purposes associated with analysis of interviews, including the people and involved, for recruitment',
  RecruitmentInterviewAssessment:
    'Purposes associated with assessment of interviews, including assessment of people and information, for recruitment',
  RecruitmentInterviewManagement: 'Purposes associated conducting and managing interviews for recruitment',
  RecruitmentInterviewScheduling: 'Purposes associated with scheduling interviews for recruitment',
  RecruitmentManagement:
    'Purposes associated with recruitment of personnel, which includes identifying, sourcing, screening, filtering, shortlisting, and interviewing candidates',
  RecruitmentTargetedAdvertising:
    'Purposes associated with targeted advertisement for Recruitments and personnel hiring',
  RepairImpairments:
    'Purposes associated with identifying, rectifying, or otherwise undertaking activities intended to fix or repair impairments to existing functionalities',
  RequestedServiceProvision: 'Purposes associated with delivering services as requested by user or consumer',
  ResearchAndDevelopment:
    'Purposes associated with conducting research and development for new methods, products, or services',
  RightsFulfilment: 'Purposes associated with the fulfillment of rights specified in law',
  ScientificResearch: 'Purposes associated with scientific research',
  SearchFunctionalities:
    'Purposes associated with providing searching, querying, or other forms of information retrieval related functionalities',
  SellDataToThirdParties: 'Purposes associated with selling or sharing data or information to third parties',
  SellInsightsFromData: 'Purposes associated with selling or sharing insights obtained from analysis of data',
  SellProducts: 'Purposes associated with selling products or services',
  SellProductsToDataSubject:
    'Purposes associated with selling products or services to the user, consumer, or data subjects',
  ServiceOptimisation: 'Purposes associated with optimisation of services or activities',
  ServicePersonalisation:
    'Purposes associated with providing personalisation within services or product or activities',
  ServiceProvision: 'Purposes associated with providing service or product or activities',
  ServiceRegistration:
    'Purposes associated with registering users and collecting information required for providing a service',
  ServiceUsageAnalytics:
    'Purposes associated with conducting analysis and reporting related to usage of services or products',
  SocialMediaMarketing: 'Purposes associated with conducting marketing through social media',
  TargetedAdvertising:
    'Purposes associated with creating and providing personalised advertisement where the personalisation is targeted to a specific individual or group of individuals',
  TechnicalServiceProvision:
    'Purposes associated with managing and providing technical processes and functions necessary for delivering services',
  UserInterfacePersonalisation:
    'Purposes associated with personalisation of interfaces presented to the user',
  VendorManagement:
    'Purposes associated with manage orders, payment, evaluation, and prospecting related to vendors',
  VendorPayment: 'Purposes associated with managing payment of vendors',
  VendorRecordsManagement: 'Purposes associated with managing records and orders related to vendors',
  VendorSelectionAssessment:
    'Purposes associated with managing selection, assessment, and evaluation related to vendors',
  Verification: 'Purposes association with verification e.g. information, identity, integrity',
};
