import type { Cloud } from '../../cloud';
import type { LocalService } from '../../endpoint/dispatch';
import type { ServiceRoute } from '../../endpoint/service-route';
import type { Glue } from '../glue/service';
import { createQueryExecutions } from './query-executions';
import { queryOperations } from './query-operations';
import type { ObjectLocation } from './register-tables';
import { workgroupOperations } from './workgroup-operations';
import { type Workgroups, createWorkgroups } from './workgroups';

export interface Athena {
  service: LocalService;
  route: ServiceRoute;
  workgroups: Workgroups;
}

const route: ServiceRoute = {
  service: 'athena',
  protocol: 'json',
  jsonVersion: '1.1',
  targetPrefix: 'AmazonAthena',
  signingNames: ['athena'],
  shape: { blobs: [], timestamps: [] },
};

/** Athena over DuckDB. Objects without a file (`objectLocation` gives undefined) are read through S3. */
export function createAthena(
  cloud: Cloud,
  glue: Glue,
  options: { objectLocation: ObjectLocation },
): Athena {
  const workgroups = createWorkgroups(cloud);
  const executions = createQueryExecutions(cloud, glue, options.objectLocation);
  const operations = {
    ...queryOperations(executions, workgroups),
    ...workgroupOperations(workgroups),
  };
  return { service: { name: 'athena', operations }, route, workgroups };
}
