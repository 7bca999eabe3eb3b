import type { z } from 'zod';

/** One resource or data source of the synthesized JSON, its references resolved. */
export interface Block {
  /** `billing.aws_kinesis_stream.changes`: stack, then Terraform address. */
  address: string;
  stack: string;
  account: string;
  region: string;
  arguments: Record<string, unknown>;
}

/** A started resource: what other resources may refer to, and how to stop it. */
export interface Running {
  /** Computed and given attributes under Terraform's names (`arn`, `id`, `name`, …). */
  attributes: Record<string, unknown>;
  /** Called in reverse order of the starts. */
  stop?: () => Promise<void>;
}

/**
 * How one Terraform resource type runs on the laptop. An argument that is neither in `honours` nor in
 * `inert` stops the run, named with the resource's address.
 */
export interface ResourceAdapter {
  /** `aws_kinesis_stream`; a data source is `data.aws_iam_policy_document`. */
  type: string;
  honours: z.ZodType;
  /**
   * Arguments that the laptop need not honour, each with its reason. A dot descends into a block and
   * into each element of a list: `server_side_encryption.kms_key_id`.
   */
  inert: Readonly<Record<string, string>>;
  start(args: never, block: Block): Running | Promise<Running>;
}

/** Ties `start`'s argument type to the schema that parses it; write the schema with `z.strictObject`. */
export function resourceAdapter<Schema extends z.ZodType>(adapter: {
  type: string;
  honours: Schema;
  inert?: Readonly<Record<string, string>>;
  start(args: z.output<Schema>, block: Block): Running | Promise<Running>;
}): ResourceAdapter {
  return { ...adapter, inert: adapter.inert ?? {} };
}

/** Arguments that no adapter needs to honour: they carry no behaviour that a laptop could show. */
export const INERT_EVERYWHERE: Readonly<Record<string, string>> = {
  tags: 'cost and ownership labels',
  tags_all: 'cost and ownership labels',
  timeouts: 'how long Terraform waits for AWS',
};
