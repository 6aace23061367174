// The list of what came: mail, refused transactions, sessions that failed before any.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { box, boxes, following, openEntry, openRow, pickBox, pickSearch, readAll, remove, removeAll, rows, search, setRead, step, tick, ticked, toggleFollow } from './box';
import { Connect } from './connect';
import { count, cut, duration, full, moment, plural, withoutCode } from './format';
import { useKeys } from './keys';
import type { Entry } from './types';
import { Blank, Button, Code, Icon, Trouble } from './ui';
import { VirtualList } from './virtual';

const rowHeight = 60;

/** "Refused at RCPT": what became of it, and where. */
function whatFailed(entry: Entry): string {
  const words: Record<string, string> = { lost: 'Lost', aborted: 'Given up', unacked: 'Not acknowledged' };
  const what = entry.kind === 'session' ? 'Session failed' : words[entry.outcome ?? ''] ?? 'Refused';
  return entry.stage && entry.stage !== 'command' ? `${what} at ${entry.stage.toUpperCase()}` : what;
}

function Row({ entry }: { entry: Entry | undefined }) {
  if (!entry) return <div class="ghost" aria-label="loading" />;
  const chosen = ticked.value.has(entry.id);
  const who = entry.name || entry.from || (entry.kind === 'session' ? 'a client' : '<>');
  const whom = entry.kind === 'session' ? '' : entry.to[0] ?? 'nobody';
  const more = entry.recipients - 1;
  const failed = entry.kind !== 'message';
  const state = failed ? 'failed' : entry.read ? 'read' : 'unread';
  return (
    <>
      <span
        class={chosen ? 'tick on' : 'tick'}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          tick(entry);
        }}
      />
      <span class={`dot ${state}`} aria-hidden="true" />
      <span class={`line ${state}`}>
        <span class="who">
          <bdi>{cut(who, 80)}</bdi>
          {whom && (
            <>
              <span class="arrow" aria-label="to"> → </span>
              <bdi>{cut(whom, 120)}</bdi>
            </>
          )}
          {more > 0 && <span class="dim"> +{more}</span>}
        </span>
        <time dateTime={entry.at} title={full(entry.at)}>{moment(entry.at)}</time>
      </span>
      <span class={`line ${state}`}>
        <span class="what">
          {failed && <b class="why">{whatFailed(entry)} · </b>}
          <bdi class="subject">{cut(entry.kind === 'message' ? entry.subject || '(no subject)' : withoutCode(entry.reply) || entry.subject || 'no reply')}</bdi>
          {entry.snippet && <span class="dim"> — {entry.snippet}</span>}
        </span>
        {entry.rule && <span class="fired" title={`rule ${entry.rule} fired`}><Icon name="faults" /><span class="sr">rule {entry.rule} fired</span></span>}
        {entry.attachments > 0 && <span class="dim" title={`${entry.attachments} attached`}><Icon name="clip" /><span class="sr">{entry.attachments} attached</span></span>}
        {entry.kind === 'message' && entry.findings > 0 && <span class="warn" title={plural(entry.findings, 'finding')}><span aria-hidden="true">⚠{entry.findings}</span><span class="sr">{plural(entry.findings, 'finding')}</span></span>}
        {entry.kind === 'message' && entry.refused > 0 && <span class="warn" title="recipients refused">{entry.refused}✖</span>}
        {entry.took !== null && <span class="dim took">{duration(entry.took)}</span>}
        <Code outcome={entry.kind === 'session' ? entry.reply?.slice(0, 3) ?? 'failed' : entry.outcome} />
        {entry.kind === 'message' && !entry.read && <span class="sr">, unread</span>}
      </span>
    </>
  );
}

function Toolbar() {
  const input = useRef<HTMLInputElement>(null);
  const text = useSignal(search.value);
  useEffect(() => {
    text.value = search.value;
  }, [search.value]);
  useKeys({ '/': () => input.current?.select() });
  return (
    <div class="toolbar">
      <select aria-label="Inbox" value={box.value} onChange={(event) => pickBox(event.currentTarget.value)}>
        <option value="">All inboxes</option>
        {(boxes.value.includes(box.value) || !box.value ? boxes.value : [...boxes.value, box.value]).map((name) => (
          <option key={name} value={name}>{name}</option>
        ))}
      </select>
      <form
        class="search"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          pickSearch(text.value.trim());
          input.current?.blur();
        }}
      >
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          aria-label="Search mail"
          placeholder="Search, e.g. to:ann"
          value={text.value}
          spellcheck={false}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            if (!text.value) pickSearch('');
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      </form>
    </div>
  );
}

function Bar() {
  const list = rows.value;
  const many = ticked.value.size;
  const total = list.total.value;
  return (
    <div class="listbar">
      {many > 0 ? (
        <>
          <span>{count(many)} selected</span>
          <span class="grow" />
          <Button icon="trash" label="Delete" hotkey="#" text onClick={() => remove([...ticked.value.values()])} />
          <Button icon="x" label="Select none" onClick={() => (ticked.value = new Map())} />
        </>
      ) : (
        <>
          <span class="dim" aria-live="polite">
            {total === null ? (list.problem.value ? '' : 'Loading…') : `${count(list.length)} ${search.value ? 'found' : list.length === 1 ? 'entry' : 'entries'}`}
          </span>
          <span class="grow" />
          <Button icon="follow" label="Follow" hotkey="F" text pressed={following.value} onClick={toggleFollow} />
          <Button icon="read" label="Mark all read" onClick={() => void readAll()} disabled={!list.length} />
          <Button icon="trash" label={search.value ? 'Delete all found' : 'Delete all'} onClick={removeAll} disabled={!list.length} />
        </>
      )}
    </div>
  );
}

export function InboxList() {
  const list = rows.value;
  const top = useSignal(0);
  const current = () => list.at(openRow.value);
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Enter: () => openRow.value < 0 && step(0),
    x: () => {
      const entry = current();
      if (entry) tick(entry);
    },
    '#': () => {
      const entry = current();
      if (ticked.value.size) remove([...ticked.value.values()]);
      else if (entry) remove([entry]);
    },
    r: () => {
      const entry = current();
      if (entry) void setRead(entry, !entry.read);
    },
    F: toggleFollow,
  });
  return (
    <section class="list" aria-label="Inbox">
      <Toolbar />
      <Bar />
      {list.fresh > 0 && (
        <button type="button" class="pill" onClick={() => { list.still(false); top.value++; }}>
          {count(list.fresh)} new
        </button>
      )}
      {list.problem.value && list.total.value === null ? (
        <Trouble problem={list.problem.value}>
          {search.value && <Button label="Clear the search" kind="main" onClick={() => pickSearch('')} />}
        </Trouble>
      ) : list.total.value !== null && list.length === 0 ? (
        search.value ? (
          <Blank title="Nothing matches">
            <p>No mail, refused or accepted, matches <code>{cut(search.value, 100)}</code>.</p>
            <Button label="Clear the search" kind="main" onClick={() => pickSearch('')} />
          </Blank>
        ) : (
          <Blank title={box.value ? `Nothing in ${box.value}` : 'No mail yet'}>
            <p>It appears here the moment it arrives.</p>
          </Blank>
        )
      ) : (
        <VirtualList
          key={box.value + '\n' + search.value + '\n' + top.value}
          label="Mail, newest first"
          length={list.length}
          height={rowHeight}
          current={openRow.value}
          row={(index) => <Row entry={list.at(index)} />}
          onSeen={(first, last) => list.need(first, last)}
          onPick={(index) => {
            const entry = list.at(index);
            if (entry) openEntry(entry);
          }}
          onScrolled={(away) => list.still(away)}
          selected={(index) => {
            const entry = list.at(index);
            return !!entry && ticked.value.has(entry.id);
          }}
        />
      )}
    </section>
  );
}

/** What stands beside the list while nothing is open. */
export function InboxRest() {
  const list = rows.value;
  if (list.total.value === 0 && !search.value) return <Connect embedded />;
  return (
    <Blank title="Nothing is open">
      <p>Choose a mail, or go through them by keys.</p>
      <dl class="hints">
        {[['j k', 'next, previous'], ['/', 'search'], ['F', 'follow new mail'], ['?', 'every key']].map(([key, what]) => (
          <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>
        ))}
      </dl>
    </Blank>
  );
}
