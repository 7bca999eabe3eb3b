/** A column of a view of the catalogue. */
export interface ViewColumn {
  name: string;
  /** As Athena's SQL and as the catalogue name the type. */
  cast: string;
  hive: string;
}

/** The table over all rows of a feed, as a view's text names it. */
export interface ViewSource {
  /** The Glue database and the table. */
  database: string;
  table: string;
}
