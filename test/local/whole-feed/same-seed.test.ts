import { settings } from '../../../settings';
import { inProcessCloud } from '../../support/in-process-cloud';
import { synthesizedDefinition } from '../../support/synthesized-definition';
import {
  DELIVERY_MILLISECONDS,
  execute,
  loadFeed,
  objectsUnder,
  publishedAlerts,
} from '../../support/whole-feed';

const stacks = synthesizedDefinition(settings);

/** Every file that a run leaves, by name. */
async function run(chanceSeed: string) {
  const cloud = await inProcessCloud({ stacks, chanceSeed });
  await loadFeed(cloud);
  for (let invoice = 100; invoice < 140; invoice += 1) {
    const [id, customer, kwh] = [invoice, 1000 + (invoice % 7), invoice % 11 === 0 ? 500 : 30];
    await execute(
      cloud,
      `INSERT INTO dbo.invoices VALUES (${String(id)}, ${String(customer)}, '2022-05-15', '2022-05-30', NULL, ${String(kwh)}, '15')`,
    );
    if (invoice % 9 === 0) await cloud.clock.advance(1300);
  }
  await cloud.clock.advance(DELIVERY_MILLISECONDS);
  const files = {
    lake: await objectsUnder(cloud, cloud.feed.lake.bucket, cloud.feed.lake.prefix),
    alerts: await publishedAlerts(cloud),
  };
  await cloud.close();
  return files;
}

describe('a run of the whole feed', () => {
  it('repeats itself, byte for byte, with the same chance seed', async () => {
    expect(await run('one')).toEqual(await run('one'));
  });
});
