import type { Lives } from './lives';
import type { Step } from './schedule';

/** A schedule of either kind of feed while it runs. */
export interface ScheduleRun {
  readonly lives: Lives;
  begin(): Promise<void>;
  take(step: Step): Promise<void>;
  /** Lets the feed come nearer to rest; a crash that was still to come may fall here. */
  rest(milliseconds: number): Promise<void>;
  /** What is not as it must be now. */
  check(): string[];
}
