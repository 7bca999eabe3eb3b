import { doJob, type Job } from './job';

/** Does the jobs that the parent sends, one after the other. */
process.on('message', (job: Job) => {
  doJob(job).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
