import { decodeIterator } from '../../local/services/kinesis/shard-iterator';
import type { Call } from '../../local/endpoint/dispatch';
import { later, ONE_IN, type Fault } from './fault';
import type { Life } from './life';
import type { Dispatch } from './simulate-calls';

interface Entry {
  Data: Uint8Array;
  PartitionKey: string;
}

interface PutInput {
  Records: Entry[];
}

function isPutBy({ caller, action }: Call, writer: string): boolean {
  return action === 'PutRecords' && caller.arn.includes(writer);
}

function acknowledged(records: readonly Entry[]) {
  return {
    FailedRecordCount: 0,
    Records: records.map(() => ({ SequenceNumber: '1', ShardId: 'shardId-000000000000' })),
  };
}

export function dropRecord(writer: string): NonNullable<Fault['dispatch']> {
  return (dispatch, life) => async (call) => {
    const { Records = [] } = call.input as Partial<PutInput>;
    if (!isPutBy(call, writer) || !life.chance.oneIn(ONE_IN)) return dispatch(call);
    const kept = Records.slice(0, -1);
    if (kept.length > 0)
      await dispatch({ ...call, input: { ...(call.input as object), Records: kept } });
    return acknowledged(Records);
  };
}

export function latePutRecords(writer: string): NonNullable<Fault['dispatch']> {
  return (dispatch, life) => async (call) => {
    if (!isPutBy(call, writer)) return dispatch(call);
    await later(life, () => dispatch(call));
    return acknowledged((call.input as PutInput).Records);
  };
}

/** The record says another row than the source has. */
export function alterRecord(dispatch: Dispatch, life: Life): Dispatch {
  return (call) => {
    if (!isPutBy(call, 'dms-stream') || !life.chance.oneIn(ONE_IN)) return dispatch(call);
    const input = call.input as PutInput;
    const Records = input.Records.map((entry) => ({
      ...entry,
      Data: Buffer.from(
        Buffer.from(entry.Data)
          .toString()
          .replace(/\.5\d*/, '.6'),
      ),
    }));
    return dispatch({ ...call, input: { ...input, Records } });
  };
}

export function dropRead(dispatch: Dispatch, life: Life): Dispatch {
  return async (call) => {
    const output = await dispatch(call);
    if (call.action !== 'GetRecords' || !life.chance.oneIn(ONE_IN)) return output;
    const page = output as { Records: unknown[] };
    return { ...page, Records: page.Records.slice(1) };
  };
}

/** Who finds a new shard empty goes on behind what is there, though not yet to be read. */
export function skipUnwritten(dispatch: Dispatch, life: Life): Dispatch {
  return async (call) => {
    const output = await dispatch(call);
    if (call.action !== 'GetRecords') return output;
    const page = output as { Records: unknown[]; NextShardIterator?: string };
    if (page.Records.length > 0 || page.NextShardIterator === undefined) return page;
    const position = decodeIterator(page.NextShardIterator, life.clock.now());
    if (position.from !== '') return page;
    const latest = {
      StreamName: position.streamName,
      ShardId: position.shardId,
      ShardIteratorType: 'LATEST',
    };
    const { ShardIterator } = (await dispatch({
      ...call,
      action: 'GetShardIterator',
      input: latest,
    })) as { ShardIterator: string };
    return { ...page, NextShardIterator: ShardIterator };
  };
}

/** What the ledger writes is written later; its answer is made up. */
export function lateLedger(dispatch: Dispatch, life: Life): Dispatch {
  return async (call) => {
    const isWrite = /^(Put|Update)Item$/.test(call.action);
    const { TableName = '' } = call.input as { TableName?: string };
    if (!isWrite || !TableName.endsWith('-ledger')) return dispatch(call);
    await later(life, () => dispatch(call));
    return {};
  };
}
