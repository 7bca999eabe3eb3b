/** Text that cannot be read. */
export class ReadingError extends Error {
  /** Leads to the value that the message tells of, from the outside in. */
  readonly path: (string | number)[] = [];
}

/** Two attributes of one name, or two equal members of a set: either reading would be a guess. */
export class TwiceError extends ReadingError {}

export function expected(what: string, offset: number): ReadingError {
  return new ReadingError(`expected ${what} at byte ${offset}`);
}
