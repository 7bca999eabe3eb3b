import { createKinesis } from '../../local/services/kinesis/service';
import { kinesisRoute } from '../../local/services/kinesis/route';
import { listenService } from '../../test/support/listen-service';

/** Our Kinesis behind its endpoint, in memory as the others are, with AWS's rates lifted as they know none. */
async function serve(): Promise<void> {
  const { url } = await listenService('bench', kinesisRoute, (cloud) =>
    createKinesis({ ...cloud, limitsEnforced: false }),
  );
  process.send?.(url);
  process.once('disconnect', () => process.exit());
}

void serve();
