import { AthenaWorkgroup } from '@cdktf/provider-aws/lib/athena-workgroup';
import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/define-settings';
import { mayDeleteData } from '../settings/environment';
import { deployment } from './constructs/deployment';
import { EncryptionKey } from './constructs/encryption-key';
import { administerKey } from './constructs/key-policy';
import { bucketName, physicalName } from './constructs/physical-name';
import { cleanUp, PrivateBucket } from './constructs/private-bucket';

/** What a feed needs to know of the lake. */
export interface LakePlace {
  bucketArn: string;
  bucketName: string;
  keyArn: string;
  /** The Glue database. */
  databaseName: string;
  workgroup: string;
}

/** Outside every table's location, so that no query reads another's result. */
const QUERY_RESULTS_PREFIX = 'query-results/';

/** The lake that all feeds share: bucket, catalogue, workgroup. */
export class LakeStack extends TerraformStack {
  readonly place: LakePlace;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const where = deployment(this, settings);
    const deletable = mayDeleteData(settings, settings.lake);
    const key = new EncryptionKey(this, 'key', {
      name: physicalName(settings, 'key', ['lake']),
      description: 'The lake: its files and query results',
      statements: [administerKey(where)],
      deletable,
    });
    const bucket = new PrivateBucket(this, 'files', {
      name: bucketName(settings, { parts: ['lake'], account: where.account }),
      keyArn: key.arn,
      deletable,
      lifecycle: lakeLifecycle(settings.lake),
    });
    const database = new GlueCatalogDatabase(this, 'catalogue', {
      name: lakeDatabaseName(settings),
      description: 'Tables and views over the lake',
    });
    const workgroup = this.addWorkgroup(settings, { bucket: bucket.name, keyArn: key.arn });
    this.place = {
      bucketArn: bucket.arn,
      bucketName: bucket.name,
      keyArn: key.arn,
      databaseName: database.name,
      workgroup: workgroup.name,
    };
  }

  private addWorkgroup(settings: Settings, { bucket, keyArn }: { bucket: string; keyArn: string }) {
    return new AthenaWorkgroup(this, 'workgroup', {
      name: physicalName(settings, 'workgroup', ['lake']),
      forceDestroy: true,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: settings.lake.queryScanBytesMax,
        resultConfiguration: {
          outputLocation: `s3://${bucket}/${QUERY_RESULTS_PREFIX}`,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: keyArn },
        },
      },
    });
  }
}

/** Known before Terraform runs: the text of a view names it. */
export function lakeDatabaseName(settings: Settings): string {
  return physicalName(settings, 'glue', ['lake']);
}

function lakeLifecycle(lake: Settings['lake']) {
  const move = {
    id: 'infrequent-access',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    transition: [{ days: lake.infrequentAccessAfterDays, storageClass: 'STANDARD_IA' }],
  };
  return [
    cleanUp(lake.noncurrentVersionDays),
    {
      id: 'query-results',
      status: 'Enabled',
      filter: [{ prefix: QUERY_RESULTS_PREFIX }],
      expiration: [{ days: lake.queryResultDays }],
    },
    ...(lake.infrequentAccessAfterDays > 0 ? [move] : []),
  ];
}
