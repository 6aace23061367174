// What the page says at its foot: a note, or something that can still be undone.
import { signal } from '@preact/signals';

interface Toast {
  text: string;
  undo?: () => void;
  commit?: () => void;
}
const current = signal<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

const grace = 8_000; // ms that something can be undone

function finish(): void {
  clearTimeout(timer);
  const { commit } = current.value ?? {};
  current.value = null;
  commit?.();
}

export function say(text: string): void {
  if (current.value?.undo) return; // what can be undone stays until its time
  clearTimeout(timer);
  current.value = { text };
  timer = setTimeout(finish, 2_500);
}

/** Says `text` and does it after 8 s, or at once when the page goes; unless it is undone before. */
export function undoable(text: string, commit: () => void, undo: () => void): void {
  finish();
  current.value = { text, commit, undo };
  timer = setTimeout(finish, grace);
}

/** Takes back what is still waiting; whether there was something. */
export function undo(): boolean {
  const toast = current.value;
  if (!toast?.undo) return false;
  clearTimeout(timer);
  current.value = null;
  toast.undo();
  return true;
}

addEventListener('pagehide', finish);

export function ToastPlace() {
  const toast = current.value;
  return (
    <div class="toast-place" role="status" aria-live="polite">
      {toast && (
        <div class="toast">
          <span>{toast.text}</span>
          {toast.undo && (
            <button type="button" class="link" onClick={undo}>
              Undo <kbd>z</kbd>
            </button>
          )}
        </div>
      )}
    </div>
  );
}
