import type { RelationalTarget } from '../target';
import type { Screen } from '../screen';
import { applyScripts } from './apply-scripts';
import { checkSource } from './check-source';
import { awaitFullLoad, startTask } from './start-task';
import { testEndpoints } from './test-endpoints';

/** From a deployed stack to a SQL Server feed that runs. Each step may be repeated. */
export async function bringUpRelational(target: RelationalTarget, screen: Screen): Promise<void> {
  await applyScripts(target, screen);
  await checkSource(target, screen);
  await testEndpoints(target, screen);
  await startTask(target, screen);
  await awaitFullLoad(target, screen);
}
