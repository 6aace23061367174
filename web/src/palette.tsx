// Everything by name: screens, boxes, what can be done, and a search of the mail.
import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { boxes, pickBox, pickSearch, readAll, removeAll, toggleFollow } from './box';
import { helpOpen } from './help';
import { Overlay } from './overlay';
import { go, href } from './route';
import { nextTheme } from './settings';
import { armed, disarm } from './status';

export const paletteOpen = signal(false);

interface Command { name: string; note?: string; run: () => void }

function commands(): Command[] {
  return [
    { name: 'Inbox', note: 'g i', run: () => go(href('/inbox')) },
    ...boxes.value.map((box) => ({ name: `Inbox ${box}`, run: () => pickBox(box) })),
    { name: 'Newest mail', run: () => go(href('/m/latest')) },
    { name: 'Sessions', note: 'g s', run: () => go(href('/sessions')) },
    { name: 'Faults and scenarios', note: 'g f', run: () => go(href('/faults')) },
    { name: 'New rule', run: () => go(href('/faults/new')) },
    { name: 'Findings: broken rules', note: 'g n', run: () => go(href('/findings')) },
    { name: 'Connect an app', note: 'g c', run: () => go(href('/connect')) },
    { name: 'Follow new mail', note: 'F', run: toggleFollow },
    { name: 'Mark all read', run: () => void readAll() },
    { name: 'Delete all that the inbox shows', run: removeAll },
    ...(armed.value.length ? [{ name: 'Disarm every rule', note: 'Shift+D', run: () => disarm(armed.value) }] : []),
    { name: 'Change the theme', run: nextTheme },
    { name: 'Keys', note: '?', run: () => (helpOpen.value = true) },
  ];
}

/** Whether the letters of `text` come in this order in `name`. */
function matches(name: string, text: string): boolean {
  let at = 0;
  const lower = name.toLowerCase();
  for (const letter of text.toLowerCase()) {
    if (letter === ' ') continue;
    at = lower.indexOf(letter, at) + 1;
    if (!at) return false;
  }
  return true;
}

function Body() {
  const text = useSignal('');
  const at = useSignal(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const wanted = text.value.trim();
  const list: Command[] = commands().filter((each) => matches(each.name, wanted));
  if (wanted) list.push({ name: `Search mail for “${wanted}”`, run: () => pickSearch(wanted) });
  const chosen = Math.min(at.value, list.length - 1);
  const run = (command: Command | undefined) => {
    paletteOpen.value = false;
    command?.run();
  };
  return (
    <div class="palette">
      <input
        ref={input}
        role="combobox"
        aria-label="What to do"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={'command-' + chosen}
        placeholder="Go to, do, or search…"
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step) {
            event.preventDefault();
            at.value = (chosen + step + list.length) % list.length;
          } else if (event.key === 'Enter') {
            event.preventDefault();
            run(list[chosen]);
          }
        }}
      />
      <ul id="palette-list" role="listbox" aria-label="Commands">
        {list.map((command, i) => (
          <li key={command.name} id={'command-' + i} role="option" aria-selected={i === chosen} onClick={() => run(command)} onMouseMove={() => (at.value = i)}>
            {command.name}
            {command.note && <kbd>{command.note}</kbd>}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Palette() {
  if (!paletteOpen.value) return null;
  return (
    <Overlay open={paletteOpen} label="Palette">
      <Body />
    </Overlay>
  );
}
