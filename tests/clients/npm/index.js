// A mailrig for tests: start, waitForMessage, rules, verify, stop. Types: index.d.ts.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { environment, program } from './program.js';

// Starts a server on free ports.
export async function start({ flags = [] } = {}) {
  const child = spawn(program(),
    ['serve', '--smtp-port', '0', '--submission-port', '0', '--smtps-port', '0', '--http-port', '0',
      '--json', '--log', 'off', ...flags],
    { stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { said += text; });
  const ended = new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(
      `mailrig cannot be run (${error.message}): install its package, or name it by MAILRIG_PROGRAM`)));
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
  const ready = new Promise((resolve) => createInterface(child.stdout).once('line', resolve));
  const first = await Promise.race([ready, ended.then(() => undefined)]);
  if (first === undefined) throw new Error(`mailrig did not start: ${said.trim() || await ended}`);
  return new Mailrig(child, ended, JSON.parse(first));
}

export class Mailrig {
  #child;
  #ended;
  #kill;
  #mark = 0;  // what came before concerns nobody any more

  constructor(child, ended, ports) {
    this.#child = child;
    this.#ended = ended;
    this.#kill = () => child.kill('SIGKILL');  // a test run that dies leaves no server behind
    process.once('exit', this.#kill);
    this.ports = ports;
    this.smtpPort = ports.smtp;
    this.url = `http://127.0.0.1:${ports.http}`;
  }

  async waitForMessage(filters = {}, { timeout = '10s' } = {}) {
    const query = new URLSearchParams({ after: this.#mark, ...filters, wait: timeout, limit: '1' });
    const { items } = await this.#ask('GET', `/v1/messages?${query}`);
    return this.#ask('GET', `/v1/messages/${items[0].id}`);
  }

  async messages(filters = {}) {
    const query = new URLSearchParams({ after: this.#mark, ...filters, order: 'asc', limit: '1000' });
    return (await this.#ask('GET', `/v1/messages?${query}`)).items;
  }

  async raw(id) {
    const answer = await fetch(`${this.url}/v1/messages/${id}/raw`);
    if (!answer.ok) throw new Error(`mailrig: GET ${id}/raw: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  async rules(...rules) {
    await this.#ask('POST', '/v1/rules', rules);
  }

  async verify(...expect) {
    return this.#ask('POST', '/v1/verify', { expect, after: this.#mark });
  }

  // As at the start: between two tests.
  async reset() {
    for (const what of ['rules', 'state', 'messages'])
      await this.#ask('DELETE', `/v1/${what}?all=true`);
    this.#mark = (await this.#ask('GET', '/v1/messages?limit=0')).seq;
  }

  async stop() {
    process.removeListener('exit', this.#kill);
    this.#child.kill('SIGTERM');
    return this.#ended;
  }

  async #ask(method, target, body) {
    const answer = await fetch(this.url + target, body === undefined ? { method } : {
      method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`mailrig: ${method} ${target}: ${explained(answer.status, text)}`);
    return text ? JSON.parse(text) : undefined;
  }
}

// A problem, a verdict or what else stands in an answer that is none, for a person.
function explained(status, text) {
  let problem;
  try {
    problem = JSON.parse(text);
  } catch {
    return `${status} ${text}`;
  }
  const failed = (problem.results ?? []).filter((each) => each.verdict !== 'pass');
  const lines = failed.length > 0 ? [] : [problem.detail ?? problem.title ?? `${status}`];
  if (problem.pointer) lines[0] += ` at ${problem.pointer}`;
  lines.push(...nearMisses(problem));
  for (const each of failed) lines.push(`${each.name}: ${each.because.join('; ')}`, ...nearMisses(each));
  if (problem.hint && !problem.nearMisses?.length) lines.push(problem.hint);
  return lines.join('\n  ');
}

function nearMisses(of) {
  return (of.nearMisses ?? []).map((miss) => {
    const differences = miss.differences.map(
      (each) => `${each.field} is "${each.found}", not "${each.wanted}"`);
    return `${miss.kind} ${miss.id} came close: ${differences.join('; ') || miss.note}`;
  });
}
