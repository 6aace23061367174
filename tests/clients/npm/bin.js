#!/usr/bin/env node
// npx mailrig: the program, with its arguments, its signals and its exit code.
import { spawn } from 'node:child_process';
import { environment, program } from './program.js';

let file;
try {
  file = program();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
// Before it starts: a signal that comes right after its first line must find somebody.
let child;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child?.kill(signal));
// In a process group of its own: Ctrl-C would reach it twice, and a second signal ends it at once.
child = spawn(file, process.argv.slice(2), { stdio: 'inherit', env: environment(), detached: true });
child.on('error', (error) => {
  console.error(`mailrig: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
