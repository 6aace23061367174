// What this browser remembers; where storage is forbidden, for as long as the tab lives.
import { effect, signal, type Signal } from '@preact/signals';

function kept<T extends string>(name: string, fallback: T, allowed: readonly T[]): Signal<T> {
  const key = 'mailrig.' + name;
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(key);
  } catch { /* storage is off */ }
  const value = signal<T>(allowed.includes(stored as T) ? (stored as T) : fallback);
  effect(() => {
    try {
      localStorage.setItem(key, value.value);
    } catch { /* storage is off */ }
  });
  return value;
}

export const theme = kept('theme', 'system', ['system', 'light', 'dark'] as const);
export const keys = kept('keys', 'on', ['on', 'off'] as const);

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

export function nextTheme(): void {
  theme.value = theme.value === 'system' ? 'light' : theme.value === 'light' ? 'dark' : 'system';
}
