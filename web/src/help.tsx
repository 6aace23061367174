// The keys, and a way to switch them off.
import { signal } from '@preact/signals';
import { helpLines } from './keys';
import { Overlay } from './overlay';
import { keys } from './settings';

export const helpOpen = signal(false);

export function Help() {
  if (!helpOpen.value) return null;
  return (
    <Overlay open={helpOpen} label="Keys">
      <div class="help">
        <h2>Keys</h2>
        <dl>
          {helpLines.map(([key, what]) => (
            <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>
          ))}
        </dl>
        <label class="switch">
          <input type="checkbox" checked={keys.value === 'on'} onChange={(event) => (keys.value = event.currentTarget.checked ? 'on' : 'off')} />
          Single keys are on
        </label>
      </div>
    </Overlay>
  );
}
