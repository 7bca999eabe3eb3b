import { randomInt } from 'node:crypto';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 32;

/** 32 letters and digits of the system's chance: DMS takes no `;` or `%`, SQL Server wants three kinds. */
export function newPassword(): string {
  for (;;) {
    const picks = Array.from({ length: LENGTH }, () => randomInt(LETTERS_AND_DIGITS.length));
    const password = picks.map((pick) => LETTERS_AND_DIGITS.charAt(pick)).join('');
    if (/[A-Z]/.test(password) && /[a-z]/.test(password) && /\d/.test(password)) return password;
  }
}
