import { acceptOffer } from './acceptOffer.js';
import { cancelComputeJob } from './cancelComputeJob.js';
import { concludeDecisions } from './concludeDecisions.js';
import { contribute } from './contribute.js';
import { counterOffer } from './counterOffer.js';
import { eraseMyData } from './eraseMyData.js';
import { estimateJob } from './estimateJob.js';
import { exportMyData } from './exportMyData.js';
import { endProhibited } from './followProhibitions.js';
import { grantConsent } from './grantConsent.js';
import { lapseAcceptances } from './lapseAcceptances.js';
import type { DataPorts } from './ports.js';
import { publishDataset } from './publishDataset.js';
import { publishOffer } from './publishOffer.js';
import { readCatalogue } from './readCatalogue.js';
import { readComputeKey } from './readComputeKey.js';
import { readDatasets } from './readDatasets.js';
import { readJobs } from './readJobs.js';
import { readLicences } from './readLicences.js';
import { readOwn } from './readOwn.js';
import { readPrivacyBudget } from './readPrivacyBudget.js';
import { readVerifications } from './readVerifications.js';
import { releaseMember } from './releaseMember.js';
import { requestLicence } from './requestLicence.js';
import { rotateEpoch } from './rotateEpoch.js';
import { submitComputeJob } from './submitComputeJob.js';
import { destroyNeedlessWraps, removeBlobs } from './sweeps.js';
import { terminateLicence } from './terminateLicence.js';
import { verifyAgreement } from './verifyAgreement.js';
import { withdrawConsent } from './withdrawConsent.js';
import { withdrawContribution } from './withdrawContribution.js';

/** The use cases of the data service, on their ports. */
export function dataServices(ports: DataPorts) {
  const { store, signer } = ports;
  return {
    publishDataset: publishDataset(store),
    publishOffer: publishOffer(store),
    contribute: contribute(ports),
    withdrawContribution: withdrawContribution(store),
    grantConsent: grantConsent(ports),
    withdrawConsent: withdrawConsent(ports),
    exportMyData: exportMyData(ports),
    eraseMyData: eraseMyData(ports),
    requestLicence: requestLicence(store),
    counterOffer: counterOffer(store),
    acceptOffer: acceptOffer(store),
    verifyAgreement: verifyAgreement(store),
    terminateLicence: terminateLicence(store),
    estimateJob: estimateJob(store),
    submitComputeJob: submitComputeJob(store),
    cancelComputeJob: cancelComputeJob(store),

    catalogue: readCatalogue(store),
    computeKey: readComputeKey(store),
    datasets: readDatasets(store),
    jobs: readJobs(store),
    licences: readLicences(store),
    own: readOwn(store),
    privacyBudget: readPrivacyBudget(store),
    verifications: readVerifications(store),

    releaseMember: releaseMember(signer),
    concludeDecisions: concludeDecisions(ports),
    lapseAcceptances: lapseAcceptances(store),
    endProhibited: endProhibited(store),
    destroyNeedlessWraps: destroyNeedlessWraps(store),
    rotateEpoch: rotateEpoch(ports),
    removeBlobs: removeBlobs(ports),
  };
}

export type DataServices = ReturnType<typeof dataServices>;
