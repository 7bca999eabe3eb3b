import { flattenItemChangesEnvironment } from '../../wire/function-environments';
import { transformReports } from '../firehose-transform/ports/transform-reports';
import { readEnvironment } from '../ports/read-environment';
import { createHandler } from './create-handler';

const environment = readEnvironment(flattenItemChangesEnvironment);

export const handler = createHandler({
  form: { lists: environment.LISTS, oldImage: environment.OLD_IMAGE },
  ...transformReports(environment.FEED),
});
