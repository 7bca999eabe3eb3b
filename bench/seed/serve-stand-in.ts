import { startStandIn } from '../../test/support/stand-in';

void startStandIn().then(({ port }) => process.send?.(port));
process.once('disconnect', () => process.exit());
