/** Where text stands in a reader's buffer, until the reader reads another text. */
export interface Place {
  from: number;
  to: number;
}
