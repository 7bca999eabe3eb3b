import { reconciliationText } from '../../../cli/reconcile/report-reconciliation';
import type { TableReconciliation } from '../../../cli/reconcile/table-reconciliation';

const exact: TableReconciliation = {
  table: 'dbo.invoices',
  sourceRows: 990,
  lakeRows: 990,
  ranges: 1,
  rangesDiffering: 0,
  exact: true,
  missing: [],
  surplus: [],
  doubled: [],
  differing: [],
};

describe('reconciliationText', () => {
  it('is a table of what was compared', () => {
    expect(reconciliationText([exact])).toBe(
      'table         source  lake  missing  surplus  differing  verdict\n' +
        'dbo.invoices  990     990         0        0          0  exact',
    );
  });

  it('has a column of ties where changes can tie', () => {
    const tied = { ...exact, table: 'people', exact: false, tied: ['id=7'] };

    expect(reconciliationText([tied])).toBe(
      'table   source  lake  missing  surplus  differing  ties  verdict\n' +
        'people  990     990         0        0          0     1  TIED\n' +
        'people: with last changes that cannot be put in order: id=7',
    );
  });

  it('says that it differs where more than ties are found', () => {
    const found = { ...exact, exact: false, rangesDiffering: 2, tied: ['id=7'], missing: ['id=8'] };

    expect(reconciliationText([found])).toContain('DIFFERS');
    expect(reconciliationText([found])).toContain('dbo.invoices: missing in the lake: id=8');
  });
});
