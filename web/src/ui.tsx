// The small pieces that every screen is made of.
import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { tone } from './format';
import { say } from './toast';
import type { Problem } from './types';

export function Icon({ name }: { name: string }) {
  return (
    <svg class="icon" aria-hidden="true">
      <use href={'#i-' + name} />
    </svg>
  );
}

export function Button(props: {
  icon?: string;
  label: string;
  onClick: () => void;
  /** The key that does the same. */
  hotkey?: string;
  pressed?: boolean;
  text?: boolean;
  kind?: 'plain' | 'main' | 'danger';
  disabled?: boolean;
}) {
  const { icon, label, onClick, hotkey, pressed, text, kind = 'plain', disabled } = props;
  return (
    <button
      type="button"
      class={`button ${kind}${text || !icon ? '' : ' bare'}`}
      aria-label={text || !icon ? undefined : label}
      title={hotkey ? `${label} (${hotkey})` : text || !icon ? undefined : label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      {(text || !icon) && label}
    </button>
  );
}

/** A reply code or outcome: text first, colour beside it. */
export function Code({ outcome }: { outcome: string | null }) {
  return <span class={`code ${outcome ? tone(outcome) : 'broken'}`}>{outcome ?? 'API'}</span>;
}

export async function copy(text: string, what = 'Copied'): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(what);
  } catch {
    // Without a secure context there is no clipboard API.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    say(done ? what : 'This browser does not let the page copy');
  }
}

export function CopyText({ text, label = 'Copy' }: { text: string; label?: string }) {
  return <Button icon="copy" label={label} onClick={() => void copy(text)} />;
}

/** A block of code with a way to copy it. */
export function Snippet({ code, label }: { code: string; label: string }) {
  return (
    <div class="snippet">
      <pre tabIndex={0} aria-label={label}>{code}</pre>
      <CopyText text={code} label={`Copy ${label}`} />
    </div>
  );
}

/** What went wrong, in the server's own words, and what to do. */
export function Trouble({ problem, children }: { problem: Problem; children?: ComponentChildren }) {
  return (
    <div class="trouble" role="alert">
      <h2>{problem.title}</h2>
      {problem.errors?.length ? (
        <ul>
          {problem.errors.map((each) => (
            <li key={each.pointer + each.detail}>
              <code>{each.pointer || '/'}</code> {each.detail}
              {each.hint && <span class="hint"> — {each.hint}</span>}
            </li>
          ))}
        </ul>
      ) : (
        <>
          <p>{problem.detail}</p>
          {problem.hint && <p class="hint">{problem.hint}</p>}
        </>
      )}
      {children && <div class="ways">{children}</div>}
    </div>
  );
}

/** What the URL names is not to be had: it is gone, it never was, or the server does not answer. */
export function Missing({ problem, what, again, back }: {
  problem: Problem;
  /** "mail m7" */
  what: string;
  again: () => void;
  back: { url: string; label: string };
}) {
  const shown: Problem =
    problem.status === 410 ? { ...problem, title: `There is no ${what} any more`, detail: 'It was deleted, or made room for newer ones.', hint: undefined }
    : problem.status === 404 ? { ...problem, title: `There is no ${what}`, detail: 'It never was on this server, or the server was started again since.', hint: undefined }
    : problem;
  return (
    <Trouble problem={shown}>
      <a class="button main" href={back.url}>{back.label}</a>
      {shown === problem && <Button label="Try again" onClick={again} />}
    </Trouble>
  );
}

export function Blank({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="blank">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export interface TabItem { id: string; label: string; note?: string | number; url: string }

export function Tabs({ items, current, label, onPick }: { items: TabItem[]; current: string; label: string; onPick: (url: string) => void }) {
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const at = items.findIndex((item) => item.id === current);
    const next = items[(at + step + items.length) % items.length]!;
    onPick(next.url);
    requestAnimationFrame(() => document.getElementById('tab-' + next.id)?.focus());
  };
  // Where not all of them fit, the chosen one is in sight.
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [current]);
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move} ref={list}>
      {items.map((item) => (
        <button
          type="button"
          role="tab"
          key={item.id}
          id={'tab-' + item.id}
          aria-selected={item.id === current}
          aria-controls="tabpanel"
          tabIndex={item.id === current ? 0 : -1}
          onClick={() => onPick(item.url)}
        >
          {item.label}
          {item.note !== undefined && <span class="note">{item.note}</span>}
        </button>
      ))}
    </div>
  );
}

export function Field({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

/** A control that shows more when it is opened. */
export function Details({ summary, open = false, children }: { summary: ComponentChildren; open?: boolean; children: ComponentChildren }) {
  const opened = useSignal(open);
  return (
    <details open={opened.value} onToggle={(event) => (opened.value = (event.currentTarget as HTMLDetailsElement).open)}>
      <summary>{summary}</summary>
      {opened.value && children}
    </details>
  );
}
