import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/define-settings';
import { deployment } from './constructs/deployment';
import { addLakeStorage, type LakePlace } from './constructs/lake-storage';

/** The lake that all feeds of one account share: bucket, catalogue, workgroup. */
export class LakeStack extends TerraformStack {
  readonly place: LakePlace;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const place = deployment(this, settings);
    this.place = addLakeStorage(this, { settings, place, parts: ['lake'] });
  }
}
