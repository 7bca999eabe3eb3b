import { operation } from '../../../../local/endpoint/dispatch';
import { createAthena } from '../../../../local/services/athena/service';
import { workgroupResource } from '../../../../local/services/athena/workgroup-resource';
import { createGlue } from '../../../../local/services/glue/service';
import { athenaContract } from '../../../contract/athena';
import { caller, start, testCloud } from '../laptop-services';

athenaContract(async () => {
  const { cloud } = testCloud();
  const accept = operation({
    parse: (input) => input,
    iamActions: () => [],
    resources: () => [],
    run: () => ({}),
  });
  cloud.dispatcher.register({ name: 's3', operations: { PutObject: accept } });
  const athena = createAthena(cloud, createGlue(cloud), { objectLocation: () => undefined });
  await start(workgroupResource(athena), {
    name: 'contract',
    configuration: { result_configuration: { output_location: 's3://results/' } },
  });
  return caller(cloud, athena.service);
});
