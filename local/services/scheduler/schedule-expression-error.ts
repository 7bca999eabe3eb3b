/** An expression that AWS would refuse, or that the laptop does not run. */
export class ScheduleExpressionError extends Error {}
