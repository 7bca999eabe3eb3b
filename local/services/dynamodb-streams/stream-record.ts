import type { Item } from '../../../wire/attribute-value';
import { base64ToBytes } from '../dynamodb/attribute-blobs';
import type { LoggedChange } from '../dynamodb/change-log';
import { pickKey } from '../dynamodb/describe-table';
import { changeSizeBytes, eventName, TIME_TO_LIVE_IDENTITY } from '../dynamodb/kinesis-record';
import type { TableStream } from '../dynamodb/table-streams';

/** Binary values are bytes, as everywhere at dispatch. */
export interface StreamRecord {
  eventID: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  eventVersion: string;
  eventSource: string;
  awsRegion: string;
  dynamodb: {
    /** Whole seconds. */
    ApproximateCreationDateTime: Date;
    Keys: unknown;
    NewImage?: unknown;
    OldImage?: unknown;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
  userIdentity?: { PrincipalId: string; Type: string };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html */
export function streamRecord(
  change: LoggedChange,
  { viewType, table }: TableStream,
  awsRegion: string,
): StreamRecord {
  const keys = pickKey(table, change.newItem ?? change.oldItem ?? {});
  const shown = (image: Item | undefined, view: string) =>
    viewType === view || viewType === 'NEW_AND_OLD_IMAGES' ? image : undefined;
  const newItem = shown(change.newItem, 'NEW_IMAGE');
  const oldItem = shown(change.oldItem, 'OLD_IMAGE');
  const { principalId: PrincipalId, type: Type } = TIME_TO_LIVE_IDENTITY;
  return {
    eventID: change.eventId.replaceAll('-', ''),
    eventName: eventName(change),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion,
    dynamodb: {
      ApproximateCreationDateTime: new Date(Math.floor(change.atMs / 1000) * 1000),
      Keys: base64ToBytes(keys),
      ...(newItem !== undefined && { NewImage: base64ToBytes(newItem) }),
      ...(oldItem !== undefined && { OldImage: base64ToBytes(oldItem) }),
      SequenceNumber: change.sequenceNumber,
      SizeBytes: changeSizeBytes(sizedBy(newItem, oldItem), keys),
      StreamViewType: viewType,
    },
    ...(change.byTimeToLive && { userIdentity: { PrincipalId, Type } }),
  };
}

const sizedBy = (newItem: Item | undefined, oldItem: Item | undefined) => ({
  ...(newItem !== undefined && { newItem }),
  ...(oldItem !== undefined && { oldItem }),
});
