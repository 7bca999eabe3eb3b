/** What AWS does now and then, as its own pages say, and how often the laptop does it once it is on. */
export interface Hazard {
  /** What happens, to whom. One sentence for `--help` and docs/operations.md. */
  what: string;
  /** The vendor's page that says so. */
  page: string;
  /** Of as many occasions, about one is struck. */
  oneIn: number;
}

/** Each hazard that `--hazards` names. */
export const HAZARDS = {
  'put-records-reply-lost': {
    what: 'PutRecords stores its records, but the reply is lost: the writer sends them again.',
    page: 'https://docs.aws.amazon.com/streams/latest/dev/kinesis-record-processor-duplicates.html',
    oneIn: 20,
  },
} as const satisfies Record<string, Hazard>;

export type HazardName = keyof typeof HAZARDS;

export const HAZARD_NAMES = Object.keys(HAZARDS) as HazardName[];
