import { randomBytes } from 'node:crypto';
import {
  HAZARD_NAMES,
  HAZARDS,
  HAZARDS_OF_ALL,
  type Hazard,
  type HazardName,
} from '../local/hazards/hazard-catalogue';
import { indented } from './demo/show-query';
import { textTable } from './text-table';
import { UserError } from './user-error';

/** As commander takes it. */
export const HAZARDS_OPTION = [
  '--hazards <names>',
  'what AWS does now and then: all, or names with commas between (docs/operations.md lists them)',
] as const;

/** The hazards of a run, with the seed that draws them again. None without `--hazards`. */
export type ChosenHazards =
  | { hazards: ReadonlySet<HazardName>; chanceSeed: string }
  | { hazards?: never; chanceSeed?: string };

export function chosenHazards(options: { hazards?: string; chanceSeed?: string }): ChosenHazards {
  if (options.hazards === undefined) {
    return options.chanceSeed === undefined ? {} : { chanceSeed: options.chanceSeed };
  }
  const names = options.hazards.split(',').map((name) => name.trim());
  const hazards = new Set(
    names.flatMap((name) => (name === 'all' ? HAZARDS_OF_ALL : [named(name)])),
  );
  return { hazards, chanceSeed: options.chanceSeed ?? randomBytes(4).toString('hex') };
}

function named(name: string): HazardName {
  const found = HAZARD_NAMES.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new UserError(`There is no hazard "${name}". There are: all, ${HAZARD_NAMES.join(', ')}.`);
}

/** What is on, what `all` left out, and how to have it again. */
export function hazardLines(chosen: ChosenHazards): string[] {
  if (chosen.hazards === undefined) return [];
  const { hazards, chanceSeed } = chosen;
  const lines = [
    `Hazards on: ${[...hazards].join(', ')}`,
    `Their chance is drawn again with --chance-seed ${chanceSeed}`,
  ];
  for (const name of hazards) {
    const hazard: Hazard = HAZARDS[name];
    if (hazard.alone !== undefined) lines.push(`With ${name} ${hazard.alone}`);
  }
  return lines;
}

/** How often each hazard has struck. */
export function struckLines(struck: ReadonlyMap<HazardName, number>): string[] {
  if (struck.size === 0) return [];
  const rows = [...struck].map(([name, times]) => [name, times] as const);
  return ['\nHazards', indented(textTable([['hazard', 'struck'], ...rows]))];
}
