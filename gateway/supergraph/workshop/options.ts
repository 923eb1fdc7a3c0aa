import type { GatewaySettings } from '../../config.js';
import type { ThreadedWorkshopOptions } from './threaded.js';

export function workshopOptionsOf(settings: GatewaySettings): ThreadedWorkshopOptions {
  return {
    plansMax: settings.PLANS_COMPARED_MAX,
    pathsMax: settings.PLAN_PATHS_MAX,
    planTimeoutMs: settings.PLAN_TIMEOUT_MS,
    plansWaitingMax: settings.PLANS_WAITING_MAX,
    heapMibMax: settings.PLANNER_HEAP_MAX_MIB,
  };
}
