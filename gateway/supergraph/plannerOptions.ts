import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import type { GatewaySettings } from '../config.js';
import type { PlannerWorkerOptions } from '../engine/planner/process/containedPlannerWorker.js';

export function plannerOptionsOf(
  settings: GatewaySettings,
  logger: Pick<Logger, 'warn'>,
): PlannerWorkerOptions {
  return {
    plansMax: settings.PLANS_COMPARED_MAX,
    pathsMax: settings.PLAN_PATHS_MAX,
    plannersMax: settings.PLANNERS_MAX,
    planTimeoutMs: settings.PLAN_TIMEOUT_MS,
    planShareMs: settings.PLAN_SHARE_MS,
    plansWaitingMax: settings.PLANS_WAITING_MAX,
    wasteMsMax: settings.PLAN_WASTE_MAX_MS,
    heapMibMax: settings.PLANNER_HEAP_MAX_MIB,
    warn: (facts, message) => logger.warn(facts, message),
  };
}
