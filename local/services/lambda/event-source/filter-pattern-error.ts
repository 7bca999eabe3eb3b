/** A pattern that AWS would refuse when the mapping is created. */
export class FilterPatternError extends Error {}
