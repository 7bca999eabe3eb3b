import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that whoever reads it, and whoever comes after a crash, finds the old one or all of the new. */
export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
