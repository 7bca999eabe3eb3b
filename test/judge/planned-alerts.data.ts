/**
 * By hand: what twenty invoices of seed 1 must send. Two customers, ten months each from January 2023
 * on; the last invoice of either is planted far above normal. The ten invoices of the full load send
 * nothing.
 */
export const PLANNED_ALERTS = [
  'bill-ready 2000000 2023-01 2000000',
  'bill-ready 2000000 2023-02 2000001',
  'bill-ready 2000000 2023-03 2000002',
  'bill-ready 2000000 2023-04 2000003',
  'bill-ready 2000000 2023-05 2000004',
  'bill-ready 2000000 2023-06 2000005',
  'bill-ready 2000000 2023-07 2000006',
  'bill-ready 2000000 2023-08 2000007',
  'bill-ready 2000000 2023-09 2000008',
  'bill-ready 2000000 2023-10 2000009',
  'bill-ready 2000001 2023-01 2000010',
  'bill-ready 2000001 2023-02 2000011',
  'bill-ready 2000001 2023-03 2000012',
  'bill-ready 2000001 2023-04 2000013',
  'bill-ready 2000001 2023-05 2000014',
  'bill-ready 2000001 2023-06 2000015',
  'bill-ready 2000001 2023-07 2000016',
  'bill-ready 2000001 2023-08 2000017',
  'bill-ready 2000001 2023-09 2000018',
  'bill-ready 2000001 2023-10 2000019',
  'usage-above-normal 2000000 2023-10 2000009',
  'usage-above-normal 2000001 2023-10 2000019',
];
