// A rule as JSON, written or changed by hand; what the server refuses stays, with its reason beside it.
import { useSignal } from '@preact/signals';
import { ask, problemFrom, url } from './api';
import { draft } from './draft';
import { go, href } from './route';
import { say } from './toast';
import type { Problem, Rule } from './types';
import { Button, Trouble } from './ui';

export function Editor({ start, id, done }: { start: Record<string, unknown>; id?: string; done?: () => void }) {
  const text = useSignal(JSON.stringify(start, null, 2));
  const problem = useSignal<Problem | null>(null);
  const save = async () => {
    problem.value = null;
    try {
      const answer = (await (await ask(id ? 'PUT' : 'POST', url(id ? '/v1/rules/' + encodeURIComponent(id) : '/v1/rules'), text.value)).json()) as { id?: string; items?: Rule[] };
      say(id ? 'The rule was replaced; its counters start anew' : 'Armed');
      draft.value = null;
      done?.();
      const first = answer.id ?? answer.items?.[0]?.id;
      if (!id && first) go(href('/faults/' + encodeURIComponent(first)), true);
    } catch (error) {
      problem.value = problemFrom(error);
    }
  };
  return (
    <div class="editor">
      <textarea
        aria-label="Rule as JSON"
        rows={Math.min(24, Math.max(8, text.value.split('\n').length + 1))}
        spellcheck={false}
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void save();
          }
        }}
      />
      <div class="actions">
        <Button label={id ? 'Replace' : 'Arm'} kind="main" onClick={() => void save()} />
        <span class="dim">Ctrl+Enter. Its counters start at nought.</span>
      </div>
      {problem.value && <Trouble problem={problem.value} />}
    </div>
  );
}
