import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  type GetObjectCommandInput,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { factOf, type ContractOptions } from './contract-fact';

/** An implementation under test, and the calls that its cases make again and again. */
export function createS3Subject(makeClient: () => S3Client, options: ContractOptions) {
  const fact = factOf(options);
  let client: S3Client;
  let buckets = 0;

  beforeAll(() => {
    client = makeClient();
  });

  afterAll(() => client.destroy());

  const createBucket = async () => {
    const Bucket = `contract-${process.pid}-${buckets++}`;
    await client.send(new CreateBucketCommand({ Bucket }));
    return Bucket;
  };
  const put = (Bucket: string, Key: string, rest: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body: Key, ...rest }));
  const text = async (Bucket: string, Key: string, rest: Partial<GetObjectCommandInput> = {}) =>
    (await client.send(new GetObjectCommand({ Bucket, Key, ...rest }))).Body!.transformToString();

  return {
    get client() {
      return client;
    },
    fact,
    createBucket,
    put,
    text,
  };
}

export type S3Subject = ReturnType<typeof createS3Subject>;
