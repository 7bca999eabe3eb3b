import { createAthena } from '../../../../local/services/athena/service';
import { catalogDatabaseResource } from '../../../../local/services/glue/catalog-database-resource';
import { catalogTableResource } from '../../../../local/services/glue/catalog-table-resource';
import { createGlue } from '../../../../local/services/glue/service';
import { createS3 } from '../../../../local/services/s3/service';
import type { Clock } from '../../../../local/clock';
import type { Storage } from '../../../../local/storage/storage';
import { caller, start, testCloud } from '../laptop-services';

export type Column = readonly [name: string, type: string];

const columnsOf = (columns: readonly Column[]) => columns.map(([name, type]) => ({ name, type }));

/** A bucket `lake`, a database `lake`, and what Athena answers over them. */
export async function lakeQuery(given: { storage?: Storage; clock?: Clock } = {}) {
  const { cloud, reports } = testCloud(given);
  const s3 = createS3(cloud);
  const glue = createGlue(cloud);
  const athena = createAthena(cloud, glue, { objectLocation: (...at) => s3.location(...at) });
  const callS3 = caller(cloud, s3.service);
  const callGlue = caller(cloud, glue.service);
  const callAthena = caller(cloud, athena.service);
  await callS3('CreateBucket', { Bucket: 'lake' });
  await start(catalogDatabaseResource(glue), { name: 'lake' });

  const query = async (QueryString: string): Promise<(string | null)[][]> => {
    const { QueryExecutionId } = await callAthena('StartQueryExecution', {
      QueryString,
      QueryExecutionContext: { Database: 'lake' },
      ResultConfiguration: { OutputLocation: 's3://lake/results/' },
    });
    for (;;) {
      const { QueryExecution } = await callAthena('GetQueryExecution', { QueryExecutionId });
      const { State, StateChangeReason } = (
        QueryExecution as unknown as { Status: { State: string; StateChangeReason?: string } }
      ).Status;
      if (State === 'FAILED') throw new Error(StateChangeReason);
      if (State === 'SUCCEEDED') break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { ResultSet } = await callAthena('GetQueryResults', { QueryExecutionId });
    const { Rows } = ResultSet as unknown as { Rows: { Data: { VarCharValue?: string }[] }[] };
    return Rows.slice(1).map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue ?? null));
  };
  return {
    cloud,
    reports,
    glue,
    callGlue,
    query,
    put: (Key: string, Body: string | Uint8Array) =>
      callS3('PutObject', { Bucket: 'lake', Key, Body }),
    table: (name: string, columns: readonly Column[], serDe: Record<string, string> = {}) =>
      start(catalogTableResource(glue), {
        name,
        database_name: 'lake',
        table_type: 'EXTERNAL_TABLE',
        storage_descriptor: {
          location: `s3://lake/${name}/`,
          columns: columnsOf(columns),
          ser_de_info: {
            serialization_library: 'org.openx.data.jsonserde.JsonSerDe',
            parameters: serDe,
          },
        },
      }),
    view: (name: string, originalSql: string) => {
      const definition = { originalSql, catalog: 'awsdatacatalog', schema: 'lake' };
      return start(catalogTableResource(glue), {
        name,
        database_name: 'lake',
        table_type: 'VIRTUAL_VIEW',
        view_original_text: `/* Presto View: ${Buffer.from(JSON.stringify(definition)).toString('base64')} */`,
      });
    },
  };
}
