// The rule that is being written, wherever it began.
import { signal } from '@preact/signals';

export const draft = signal<Record<string, unknown> | null>(null);
