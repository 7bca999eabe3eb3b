/** Keys, as `invoice_id=7`, whose rows or items are not the same on both sides. */
export interface Differences {
  /** In the source, not in the lake. */
  missing: string[];
  /** In the lake, not in the source. */
  surplus: string[];
  /** More than once in the source: its declared key does not name one row. */
  doubled: string[];
  differing: { key: string; columns: string[] }[];
  /** Keys whose last changes cannot be put in order; undefined where the source's order is total. */
  tied?: string[];
}

/** What comparing one table found. */
export interface TableReconciliation extends Differences {
  table: string;
  sourceRows: number;
  lakeRows: number;
  ranges: number;
  rangesDiffering: number;
  /** Nothing differs, and nothing is tied. */
  exact: boolean;
}
