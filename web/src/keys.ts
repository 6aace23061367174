// Single keys. A screen says what they do while it is there; the one that came last wins.
import { useEffect, useRef } from 'preact/hooks';
import { keys as setting } from './settings';

export type Keymap = Record<string, (() => void) | undefined>;
const maps: { current: Keymap }[] = [];
let prefix = false;
let prefixTimer: ReturnType<typeof setTimeout> | undefined;

export function useKeys(map: Keymap): void {
  const held = useRef(map);
  held.current = map;
  useEffect(() => {
    maps.push(held);
    return () => void maps.splice(maps.indexOf(held), 1);
  }, []);
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && target.type === 'checkbox');

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (command && event.key.toLowerCase() === 'k') return run('mod+k', event);
  if (command || event.altKey || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape') return run('Escape', event);
  if (setting.value === 'off' || typing(event.target)) return;
  if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('a,button,summary,[role=tab]')) return;
  const key = prefix ? 'g ' + event.key : event.key;
  prefix = false;
  clearTimeout(prefixTimer);
  if (key === 'g') {
    prefix = true;
    prefixTimer = setTimeout(() => (prefix = false), 1_500);
    return;
  }
  run(key, event);
});

function run(key: string, event: KeyboardEvent): void {
  for (let i = maps.length - 1; i >= 0; --i) {
    const action = maps[i]!.current[key];
    if (!action) continue;
    event.preventDefault();
    action();
    return;
  }
}

/** All that the help shows, in its order. */
export const helpLines: [string, string][] = [
  ['j k', 'next, previous'],
  ['Enter', 'open'],
  ['Esc', 'back, or close'],
  ['/', 'search'],
  ['x', 'select'],
  ['#', 'delete'],
  ['z', 'undo'],
  ['1 … 7', 'tabs of a mail'],
  ['[ ]', 'narrower, wider preview'],
  ['d', 'light, dark, inverted preview'],
  ['r', 'read, unread'],
  ['y', 'copy the link to this'],
  ['s', 'its session'],
  ['e', 'make a rule from this'],
  ['F', 'follow new mail'],
  ['g', 'then i, s, f, n or c: Inbox, Sessions, Faults, Findings, Connect'],
  ['Shift+D', 'disarm every rule'],
  ['Ctrl+K ⌘K', 'palette'],
  ['?', 'this help'],
];
