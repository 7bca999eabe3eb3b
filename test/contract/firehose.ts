import type { ContractCall } from './contract-call';
import { factOf, type ContractOptions } from './contract-fact';

const DeliveryStreamName = 'contract';
const record = { Data: Buffer.from('a') };

/** What any Firehose does: ours and an outside one. The connection has a direct-put stream `contract`. */
export function firehoseContract(
  connect: () => Promise<ContractCall>,
  options: ContractOptions = {},
): void {
  const fact = factOf(options);
  describe('Firehose contract', () => {
    fact('gives a record an id', async () => {
      const call = await connect();

      const { RecordId } = await call('PutRecord', { DeliveryStreamName, Record: record });

      expect(RecordId).toMatch(/.+/);
    });

    fact('answers for each record of a batch', async () => {
      const call = await connect();

      const answer = await call('PutRecordBatch', {
        DeliveryStreamName,
        Records: [record, record],
      });

      expect(answer).toMatchObject({ FailedPutCount: 0 });
      expect(answer['RequestResponses']).toHaveLength(2);
    });

    // https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
    fact('refuses a batch of more than 500 records', async () => {
      const call = await connect();
      const Records = Array.from({ length: 501 }, () => record);

      await expect(call('PutRecordBatch', { DeliveryStreamName, Records })).rejects.toMatchObject({
        code: 'ValidationException',
      });
    });

    fact('refuses a record of more than 1,000 KiB', async () => {
      const call = await connect();
      const Record = { Data: Buffer.alloc(1000 * 1024 + 1) };

      await expect(call('PutRecord', { DeliveryStreamName, Record })).rejects.toMatchObject({
        code: 'ValidationException',
      });
    });

    fact('describes the stream', async () => {
      const call = await connect();

      expect(await call('DescribeDeliveryStream', { DeliveryStreamName })).toMatchObject({
        DeliveryStreamDescription: {
          DeliveryStreamName,
          DeliveryStreamStatus: 'ACTIVE',
          DeliveryStreamType: 'DirectPut',
          CreateTimestamp: expect.any(Date) as Date,
        },
      });
    });

    fact('does not know a stream that was never made', async () => {
      const call = await connect();

      await expect(
        call('DescribeDeliveryStream', { DeliveryStreamName: 'nobody' }),
      ).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    });
  });
}
