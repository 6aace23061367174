// Failures that are armed with a click, and a mail that shows what they do.
import { useSignal } from '@preact/signals';
import { problemFrom } from './api';
import { often, presets, ruleOf } from './presets';
import { href } from './route';
import { arm, armed, info } from './status';
import { TestMail } from './testmail';
import { say } from './toast';
import type { Problem } from './types';
import { Field, Trouble } from './ui';

export function Arming() {
  const to = useSignal('*');
  const how = useSignal('always');
  const problem = useSignal<Problem | null>(null);
  const chosen = often.find((each) => each.id === how.value)!;
  const smtp = info.value?.listeners.find((each) => each.name === 'smtp');
  return (
    <section class="presets" aria-label="Arm with a click">
      <div class="preset-options">
        <h2>Arm with a click</h2>
        <Field label="for recipients"><input value={to.value} spellcheck={false} onInput={(event) => (to.value = event.currentTarget.value)} /></Field>
        <Field label="how often">
          <select value={how.value} onChange={(event) => (how.value = event.currentTarget.value)}>
            {often.map((each) => <option key={each.id} value={each.id}>{each.label}</option>)}
          </select>
        </Field>
        <a class="button" href={href('/faults/new')}>Write a rule</a>
      </div>
      <div class="preset-list">
        {presets.map((preset) => (
          <button
            type="button"
            key={preset.name}
            class="preset"
            onClick={async () => {
              problem.value = null;
              try {
                await arm([ruleOf(preset, to.value.trim(), chosen)]);
                say(`${preset.title}: armed`);
              } catch (error) {
                problem.value = problemFrom(error);
              }
            }}
          >
            <b>{preset.title}</b>
            <span>{preset.note}</span>
          </button>
        ))}
      </div>
      {problem.value && <Trouble problem={problem.value} />}
      {smtp && armed.value.length > 0 && <TestMail listener={smtp.name}>to you@example.test, and see what your app would</TestMail>}
    </section>
  );
}
