// A server with some of everything on it, and the URL of each screen with what it must show.
import { Smtp } from './rig.mjs';

const welcome = `From: "Lantern Books" <hello@lantern.test>
To: Ann Okafor <ann@example.test>
Subject: Welcome to Lantern Books
Date: Mon, 23 Nov 2026 14:02:11 +0000
Message-ID: <welcome.1@lantern.test>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset=utf-8

Welcome, Ann! Your code is 493817. Read on: https://lantern.test/start

--inner
Content-Type: text/html; charset=utf-8

<!doctype html><html lang="en"><head><title>Welcome</title><meta name="color-scheme" content="light dark">
<style>body{margin:0;background:#f3efe7;font:16px/1.6 Georgia,serif;color:#2b2622}.card{max-width:520px;margin:32px auto;background:#fff;border-radius:6px;overflow:hidden}
.head{background:#2f4b3c;color:#f3efe7;padding:28px 36px;font-size:24px}.body{padding:28px 36px}.button{display:inline-block;background:#b5542c;color:#fff;padding:10px 22px;border-radius:4px;text-decoration:none}
.code{font:700 26px monospace;letter-spacing:4px}@media(prefers-color-scheme:dark){body{background:#181614;color:#e8e2d8}.card{background:#24201d}}</style></head>
<body><div class="card"><div class="head">Lantern Books</div><div class="body"><p>Welcome, Ann,</p><p>your shelf is ready. Confirm your address with this code:</p>
<p class="code">493817</p><p><a class="button" href="https://lantern.test/start?c=493817">Open my shelf</a></p><p>Yours,<br>the lamplighters</p>
<img src="https://track.lantern.test/open.gif?u=1" width="1" height="1" alt=""><img src="https://cdn.lantern.test/footer.png" width="120" height="20" alt=""></div></div></body></html>

--inner--
--outer
Content-Type: text/calendar; charset=utf-8; name="reading.ics"
Content-Disposition: attachment; filename="reading.ics"

BEGIN:VCALENDAR
END:VCALENDAR

--outer--
`;

const plain = (from, to, subject, text) => `From: ${from}\nTo: ${to}\nSubject: ${subject}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`;

/** A mail in which four rules of the format are broken. */
const broken = `From: Shop <shop@lantern.test>
Subject: caf\u00e9 \u2014 your order
Date: yesterday
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Pr\u00eat-\u00e0-porter. ${'long '.repeat(240)}
`;

/** Subjects and names that do not fit, and scripts that run the other way. */
export async function odd(server) {
  await server.put('From: =?utf-8?B?2YXYsdit2KjYpw==?= <rtl@x.test>\nSubject: =?utf-8?B?2YXYsdit2KjYpyDYqNin2YTYudin2YTZhSDwn5OoIPCfp5HigI3wn5qA?=\nContent-Type: text/plain; charset=utf-8\n\nمرحبا 📨\n');
  await server.put(`From: ${'L'.repeat(500)} <long@x.test>\nSubject: ${'word '.repeat(2_000)}end\n\nx\n`, { to: `${'a'.repeat(60)}@${'example'.repeat(8)}.test` });
  await server.put(`From: ${'Unbroken'.repeat(60)} <u@x.test>\nSubject: ${'unbroken'.repeat(1_250)}\n\n${'x'.repeat(5_000)}\n`);
  await server.put('From: nobody@x.test\n\nNo subject at all.\n');
}

/** What a working day leaves on a server. */
export async function work(server) {
  await server.send(plain('Billing <billing@lantern.test>', 'ann@example.test', 'Invoice 2026-1187', 'Your invoice for November is attached.'), { from: 'billing@lantern.test' });
  await server.send(plain('CI <ci@build.test>', 'team@example.test', 'Build 4127 passed', 'All 1,284 tests passed in 3 min 12 s.'), { from: 'ci@build.test', to: ['team@example.test', 'lead@example.test'] });
  await server.rule({ name: 'mailbox-full', on: 'rcpt', match: { to: 'full@*' }, reply: '452 4.2.2 The recipient is over quota' });
  await server.rule({ name: 'no-such-user', on: 'rcpt', match: { to: 'gone@*' }, reply: '550 5.1.1 No such user here' });
  await server.rule({ name: 'slow-recipient', on: 'rcpt', match: { to: 'slow@*' }, delay: '420ms' });
  await server.send(plain('Shop <shop@lantern.test>', 'gone@example.test', 'Order 1003 confirmed', 'Thank you.'), { from: 'shop@lantern.test', to: ['gone@example.test'] });
  for (let i = 0; i < 3; ++i) await server.send(plain('Shop <shop@lantern.test>', 'full@example.test', 'Order 1004 confirmed', 'Thank you.'), { from: 'shop@lantern.test', to: ['full@example.test'] });
  await server.send(plain('Support <help@lantern.test>', 'slow@example.test', 'Re: Where is my order? 📦', 'It left this morning.\n\nBest regards,\nSupport'), { from: 'help@lantern.test', to: ['slow@example.test'] });
  await server.send(plain('=?utf-8?B?157XqNeb15Y=?= <rtl@lantern.test>', 'ann@example.test', '=?utf-8?B?16nXnNeV150g16LXldec150=?=', 'שלום'), { from: 'rtl@lantern.test' });
  const lost = await Smtp.connect(server.smtp);
  await lost.read();
  await lost.say('EHLO flaky.build.test');
  await lost.say('VRFY ann');
  await lost.say('NONSENSE');
  lost.close();
  await server.get('/v1/sessions?helo=flaky.build.test&closedBy=client&wait=10s');
  await server.send(welcome, { from: 'hello@lantern.test', to: ['ann@example.test'], helo: 'web-1.lantern.test' });
}

export async function fill(server) {
  await work(server);
  const message = (await server.get('/v1/messages?subject=Welcome*')).items[0];
  const slow = (await server.get('/v1/messages?to=slow@*')).items[0];
  const refused = (await server.get('/v1/transactions?to=gone@*')).items[0];
  const full = (await server.get('/v1/transactions?to=full@*')).items;
  const failed = (await server.get('/v1/sessions?helo=flaky.build.test')).items[0];
  const rule = (await server.get('/v1/rules')).items[0];
  const { id: faulty } = await server.put(broken);
  const key = encodeURIComponent('shop@lantern.test,full@example.test');
  return [
    { path: '/inbox', shows: '.row' },
    { path: '/inbox/default', shows: '.row' },
    { path: `/m/${message.id}`, shows: '.detail h1 >> text=Welcome' },
    { path: `/m/${message.id}/text`, shows: 'pre >> text=493817' },
    { path: `/m/${message.id}/headers`, shows: 'text=Envelope' },
    { path: `/m/${message.id}/source`, shows: 'pre >> text=multipart/mixed' },
    { path: `/m/${message.id}/parts`, shows: 'td >> text=text/calendar' },
    { path: `/m/${faulty}/findings`, shows: '.proof' },
    { path: `/m/${slow.id}/session`, shows: '.lane i.injected' },
    { path: '/m/latest?subject=Invoice*', shows: '.detail h1 >> text=Invoice' },
    { path: '/m/m999999', shows: '.trouble' },
    { path: `/t/${refused.id}`, shows: '.said >> text=550' },
    { path: `/t/${refused.id}/envelope`, shows: 'text=Envelope' },
    { path: '/sessions', shows: '.row' },
    { path: `/s/${slow.session}`, shows: '.lane i.injected' },
    { path: `/s/${slow.session}#L7`, shows: 'tr.here' },
    { path: `/s/${failed.id}?from=inbox`, shows: '.said >> text=NONSENSE' },
    { path: '/s/s999999', shows: '.trouble' },
    { path: `/s/${full[0].session}..${slow.session}`, shows: '.differs' },
    { path: `/attempts/${key}`, shows: 'text=3 attempts' },
    { path: '/faults', shows: '.rule' },
    { path: `/faults/${rule.id}`, shows: '.rule-detail' },
    { path: '/faults/new', shows: '.editor' },
    { path: '/faults/r999', shows: 'text=There is no rule' },
    { path: '/scenarios/gmail', shows: 'text=shipped with mailrig' },
    { path: '/scenarios/none', shows: 'text=There is no scenario' },
    { path: '/inbox?q=nobody', shows: 'text=Nothing matches' },
    { path: '/findings', shows: '.groups a' },
    { path: '/findings?rule=bad-date', shows: '.proof mark >> text=yesterday' },
    { path: '/findings?rule=no-quit', shows: '.case >> text=flaky.build.test' },
    { path: '/findings?rule=bad-dates', shows: '.trouble >> text=did you mean bad-date' },
    { path: '/findings?rule=nul', shows: 'text=Nobody breaks this rule' },
    { path: '/findings?inbox=nobodys', shows: 'text=Nothing to look at yet' },
    { path: '/sessions?quit=false', shows: '.chip >> text=quit=false' },
    { path: '/connect', shows: '.listeners' },
    { path: '/nowhere', shows: 'text=There is no such page' },
  ];
}
