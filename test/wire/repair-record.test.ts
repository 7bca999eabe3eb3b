import { decodeDmsRecord } from '../../wire/dms-record';
import { repairPosition } from '../../wire/position';
import { changeOfRepair, repairRecord, type RepairRecord } from '../../wire/repair-record';

const REPAIR: RepairRecord = {
  kind: 'repair',
  operation: 'repair',
  schema: 'dbo',
  table: 'invoices',
  row: { invoice_id: '7', balance: null },
  position: 'lsn/0000002c000001700003/ffffffffffffffffffff/00000000000000000001',
  timestamp: '2026-01-15T10:00:00.000Z',
};

describe('repairRecord', () => {
  it('is read back as what it says', () => {
    expect(decodeDmsRecord(repairRecord(REPAIR))).toEqual(REPAIR);
  });

  it('has the shape of a control record, which other readers set aside', () => {
    expect(JSON.parse(repairRecord(REPAIR))).toMatchObject({
      metadata: { 'record-type': 'control', operation: 'repair', 'table-name': 'invoices' },
    });
  });

  it('is unreadable with a repair that there is not', () => {
    const record = repairRecord(REPAIR).replace('"repair":"repair"', '"repair":"undo"');

    expect(decodeDmsRecord(record)).toEqual({
      kind: 'unreadable',
      reason: 'Unknown repair undo on dbo.invoices',
    });
  });

  it('comes to a consumer as a load, or as a delete at its position', () => {
    expect(changeOfRepair(REPAIR)).toMatchObject({ operation: 'load', position: null });
    expect(changeOfRepair({ ...REPAIR, operation: 'delete' })).toMatchObject({
      operation: 'delete',
      position: REPAIR.position,
    });
  });
});

describe('repairPosition', () => {
  const at = { lsn: '0000002c000001700003', time: '2026-01-15T10:00:07.1234567Z' };
  const change = (lsn: string) => `lsn/${lsn}/0000002c000001700002/00000000000000000005`;

  it('stands behind the changes of its LSN and before those of the next', () => {
    const position = repairPosition('lsn', at, 1) ?? '';

    expect(position > change('0000002c000001700003')).toBe(true);
    expect(position < change('0000002c000001700004')).toBe(true);
  });

  it('stands, by time, before all changes of its second', () => {
    const position = repairPosition('time', at, 1) ?? '';
    const changedAt = (time: string) => `time/${time}Z/00000000000000000001/00000000000000000001`;

    expect(position < changedAt('2026-01-15T10:00:07.000000000')).toBe(true);
    expect(position > changedAt('2026-01-15T10:00:06.999999999')).toBe(true);
  });

  it('is not there where the source tells no LSN', () => {
    expect(repairPosition('lsn', { ...at, lsn: null }, 1)).toBeUndefined();
  });
});
