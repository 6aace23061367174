// The page: rail, banner, and the screen that the URL names.
import { render } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { InboxList, InboxRest } from './inbox';
import { listUrl, openId } from './box';
import { Connect } from './connect';
import { Help, helpOpen } from './help';
import { useKeys } from './keys';
import { start } from './live';
import { MessageScreen } from './message';
import { Palette, paletteOpen } from './palette';
import { go, href, route } from './route';
import { SessionScreen } from './session';
import { SessionList, sessionsUrl } from './sessions';
import { theme, nextTheme } from './settings';
import { armed, Banner, disarm, LiveState, OfflineNote, OpenWarning } from './status';
import { ToastPlace, undo } from './toast';
import { Blank, Button, Icon } from './ui';
import { Attempts } from './attempts';
import { Diff } from './diff';
import { Faults } from './faults';
import { Findings } from './findings';
import { ScenarioScreen } from './scenarios';
import { TransactionScreen } from './transaction';

const rail = [
  { name: 'Inbox', icon: 'inbox', path: '/inbox', screens: ['inbox', 'message', 'transaction'] },
  { name: 'Sessions', icon: 'sessions', path: '/sessions', screens: ['sessions', 'session', 'diff', 'attempts'] },
  { name: 'Faults', icon: 'faults', path: '/faults', screens: ['faults', 'scenario'] },
  { name: 'Findings', icon: 'findings', path: '/findings', screens: ['findings'] },
  { name: 'Connect', icon: 'connect', path: '/connect', screens: ['connect'] },
];

function Rail() {
  const { screen } = route.value;
  const inInbox = openId.value !== '';
  return (
    <nav class="rail" aria-label="Screens">
      <a class="brand" href={href('/inbox')} aria-label="mailrig: the inbox">
        <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" class="plate" /><path d="M7 10.5h18v11H7zm0 0 9 7 9-7" /></svg>
        <span>mailrig</span>
      </a>
      {rail.map((each) => {
        const here = each.name === 'Inbox' && inInbox ? true : each.screens.includes(screen) && !inInbox;
        return (
          <a key={each.name} href={each.name === 'Inbox' ? listUrl() : href(each.path)} aria-current={here ? 'page' : undefined}>
            <Icon name={each.icon} />
            <span>{each.name}</span>
            {each.name === 'Faults' && armed.value.length > 0 && <em><span class="sr">, </span>{armed.value.length}<span class="sr"> armed</span></em>}
          </a>
        );
      })}
      <span class="grow" />
      <LiveState />
      <div class="rail-foot">
        <Button icon={theme.value === 'dark' ? 'moon' : theme.value === 'light' ? 'sun' : 'half'} label={`Theme: ${theme.value}`} onClick={nextTheme} />
        <Button icon="keys" label="Keys" hotkey="?" onClick={() => (helpOpen.value = true)} />
      </div>
    </nav>
  );
}

function Screen() {
  const { screen, id, query } = route.value;
  switch (screen) {
    case 'inbox': return <div class="panes list-first"><InboxList /><div class="rest"><InboxRest /></div></div>;
    case 'message': return <div class="panes"><InboxList /><MessageScreen key={id} id={id} /></div>;
    case 'transaction': return <div class="panes"><InboxList /><TransactionScreen key={id} id={id} /></div>;
    case 'session':
      return query.get('from') === 'inbox'
        ? <div class="panes"><InboxList /><SessionScreen key={id} id={id} back={listUrl()} /></div>
        : <div class="panes"><SessionList /><SessionScreen key={id} id={id} back={sessionsUrl()} /></div>;
    case 'sessions': return <div class="panes list-first"><SessionList /><div class="rest"><Blank title="No session is open"><p class="dim">Choose one to see its conversation and where the time went.</p></Blank></div></div>;
    case 'diff': return <Diff id={id} />;
    case 'attempts': return <Attempts of={id} />;
    case 'faults': return <Faults id={id} />;
    case 'scenario': return <ScenarioScreen name={id} />;
    case 'findings': return <Findings />;
    case 'connect': return <div class="page"><Connect /></div>;
    case 'unknown':
      return (
        <div class="page">
          <Blank title="There is no such page">
            <p><code>{id}</code> is no page of mailrig.</p>
            <a class="button main" href={href('/inbox')}>To the inbox</a>
          </Blank>
        </div>
      );
  }
}

function App() {
  const { screen } = route.value;
  const first = useSignal(true);
  useEffect(() => {
    first.value = false;
    if (screen !== 'message') document.title = 'mailrig';
  }, [screen]);
  useKeys({
    z: () => void undo(),
    '?': () => (helpOpen.value = !helpOpen.value),
    'mod+k': () => (paletteOpen.value = !paletteOpen.value),
    D: () => disarm(armed.value),
    'g i': () => go(listUrl()),
    'g s': () => go(href('/sessions')),
    'g f': () => go(href('/faults')),
    'g n': () => go(href('/findings')),
    'g c': () => go(href('/connect')),
  });
  return (
    <>
      <Rail />
      <main>
        <h1 class="sr">mailrig, {rail.find((each) => each.screens.includes(screen))?.name ?? 'no such page'}</h1>
        <OfflineNote />
        <OpenWarning />
        <Banner />
        <Screen />
      </main>
      <ToastPlace />
      <Help />
      <Palette />
    </>
  );
}

render(<App />, document.getElementById('app')!);
start();
