// Where the program is: MAILRIG_PROGRAM, else the package of this platform, which npm chose at
// install time by its `os` and `cpu`.
import { createRequire } from 'node:module';

export function program() {
  if (process.env.MAILRIG_PROGRAM) return process.env.MAILRIG_PROGRAM;
  const name = `@mailrig/${process.platform}-${process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(`${name}/bin/mailrig`);
  } catch {
    throw new Error(`mailrig: the package ${name} is not installed: this platform has none, or npm ` +
      'was told to leave optional dependencies out. MAILRIG_PROGRAM may name a program instead.');
  }
}

// The environment without our own variable, which the program would not know.
export function environment() {
  const { MAILRIG_PROGRAM, ...rest } = process.env;
  return rest;
}
