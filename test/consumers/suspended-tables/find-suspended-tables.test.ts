import { findSuspendedTables } from '../../../consumers/suspended-tables/find-suspended-tables';

describe('findSuspendedTables', () => {
  it('names the tables that the task no longer follows', () => {
    const tables = [
      { schema: 'dbo', table: 'invoices', state: 'Table completed' },
      { schema: 'dbo', table: 'payments', state: 'Table error' },
      { schema: 'dbo', table: 'meters', state: 'Full load' },
    ];

    expect(findSuspendedTables(tables)).toEqual(['dbo.payments (Table error)']);
  });
});
