import { parseArgs } from 'node:util';
import { fillTheDisk } from './full';
import { killAtRandom } from './kill';
import { soakUnderLoad } from './load';
import { soakSimulated } from './soak-simulated';

const say = (line: string) => console.log(line);
const OPTIONS = {
  kills: { type: 'string', default: '50' },
  rows: { type: 'string', default: '20000' },
  seed: { type: 'string', default: '1' },
  fast: { type: 'string', default: '60' },
  'settle-seconds': { type: 'string', default: '900' },
  days: { type: 'string', default: '30' },
  minutes: { type: 'string', default: '20' },
} as const;

/** `npm run endure -- kill|full|soak|load`, each with its options above; exit code 1 where something is found. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const startedAt = Date.now();
  const findings = await endure(positionals[0] ?? '', values);
  for (const finding of findings.slice(0, 50)) say(`FOUND ${finding}`);
  say(`${findings.length} findings in ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
  process.exit(findings.length === 0 ? 0 : 1);
}

function endure(name: string, values: Record<keyof typeof OPTIONS, string>): Promise<string[]> {
  switch (name) {
    case 'kill':
      return killAtRandom({
        kills: Number(values.kills),
        rows: Number(values.rows),
        seed: Number(values.seed),
        fast: Number(values.fast),
        settleSeconds: Number(values['settle-seconds']),
        say,
      });
    case 'full':
      return fillTheDisk(say);
    case 'load':
      return soakUnderLoad({ minutes: Number(values.minutes), fast: Number(values.fast), say });
    case 'soak':
      return soakSimulated({ days: Number(values.days), say });
    default:
      console.error(`Expected kill, full, soak or load, got "${name}".`);
      process.exit(2);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
