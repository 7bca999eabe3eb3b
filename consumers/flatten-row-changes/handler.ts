import { flattenRowChangesEnvironment } from '../../wire/function-environments';
import { transformReports } from '../firehose-transform/ports/transform-reports';
import { readEnvironment } from '../ports/read-environment';
import { createHandler } from './create-handler';

const environment = readEnvironment(flattenRowChangesEnvironment);

export const handler = createHandler({
  tables: environment.TABLES,
  ...transformReports(environment.FEED),
});
