import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The root of an installed package, in the path of a file of it. */
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;

/** What the files need uploaded: a package as npm installs it, any other file alone. */
export function packageBytes(files: readonly string[]): number {
  const places = new Set(files.map((file) => PACKAGE.exec(realpathSync(file))?.[0] ?? file));
  return [...places].reduce((sum, place) => sum + bytesOf(place), 0);
}

function bytesOf(place: string): number {
  const found = statSync(place);
  if (!found.isDirectory()) return found.size;
  return readdirSync(place)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + bytesOf(join(place, name)), 0);
}
