/** Keys, as `invoice_id=7`, whose rows or items are not the same on both sides. */
export interface Differences {
  /** In the source, not in the lake. */
  missing: string[];
  /** In the lake, not in the source. */
  surplus: string[];
  /**
   * More than once: in the source, where a declared key then names no row, or in the lake, of a table
   * without a key.
   */
  doubled: string[];
  differing: { key: string; columns: string[] }[];
  /** Keys whose last changes cannot be put in order; undefined where the source's order is total. */
  tied?: string[];
  /** Keys whose source changed until the end of the comparison, so that nothing can be said of them. */
  changing?: string[];
}

/** What comparing one table found. */
export interface TableReconciliation extends Differences {
  table: string;
  /** Where the source stood when the comparison began: what was committed before it was compared. */
  position?: string;
  sourceRows: number;
  lakeRows: number;
  ranges: number;
  rangesDiffering: number;
  /** Rows in differing ranges that are not named, because more differ than are named at once. */
  rowsNotNamed?: number;
  /** Nothing differs, and nothing is tied. What was `changing` does not count. */
  exact: boolean;
  /** Why equal counts prove less than they say; undefined where they prove all. */
  inexact?: string;
}
