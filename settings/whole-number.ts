import { z } from 'zod';

/** A whole number within the service's limits; the message is built from them. */
export function wholeNumber({ min, max, unit }: { min: number; max: number; unit: string }) {
  const error = `give a whole number of ${unit} from ${min} to ${max}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}
