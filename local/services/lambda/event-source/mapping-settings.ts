import type { StartPosition } from '../../shard-reader/record-source';

/** An event source mapping over a stream, as its definition says. */
export interface MappingSettings {
  uuid: string;
  /** Name or ARN, with qualifier where one is given. */
  functionName: string;
  streamArn: string;
  enabled: boolean;
  start: StartPosition;
  /** 1 to 10,000. */
  batchSize: number;
  /** 0 to 300. */
  windowSeconds: number;
  /** 1 to 10 lanes per shard; a partition key stays in one lane. */
  parallelization: number;
  /** -1 for endless. */
  retriesMax: number;
  /** -1 for the stream's retention. */
  recordAgeSecondsMax: number;
  bisect: boolean;
  reportsItemFailures: boolean;
  /** 0 for none, to 900. */
  tumblingWindowSeconds: number;
  /** Each is the JSON text of a pattern. */
  filterPatterns: readonly string[];
  /** ARN of a bucket, queue or topic. */
  onFailureArn?: string;
}
