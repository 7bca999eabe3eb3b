/** https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const SHARD_WRITE_BYTES_PER_SECOND = 1024 * 1024;
export const SHARD_WRITE_RECORDS_PER_SECOND = 1000;
export const SHARD_READ_BYTES_PER_SECOND = 2 * 1024 * 1024;
export const SHARD_READ_CALLS_PER_SECOND = 5;
/** Characters. */
export const PARTITION_KEY_MAX = 256;
/** Data and partition key together. */
export const RECORD_BYTES_MAX = 1024 * 1024;
export const PUT_RECORDS_MAX = 500;
export const PUT_BYTES_MAX = 5 * 1024 * 1024;
export const GET_RECORDS_MAX = 10_000;
export const GET_BYTES_MAX = 10 * 1024 * 1024;
export const ITERATOR_LIFE_MILLISECONDS = 5 * 60 * 1000;
export const RETENTION_HOURS_MIN = 24;
export const RETENTION_HOURS_MAX = 8760;
export const TAGS_MAX = 50;
/** What an on-demand stream starts with; unlike AWS's, ours does not grow with its traffic. */
export const ON_DEMAND_SHARDS = 4;
export const SHARDS_MAX = 10_000;
