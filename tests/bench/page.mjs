// Row 14: how the page scrolls through what a server holds, and what a burst of events costs it.
//   node page.mjs HTTP_PORT SMTP_PORT     prints {"frames": […ms], "longest": ms, "heard": count}
import { flood, live, open, quit } from '../browser/rig.mjs';

const [http, smtp] = process.argv.slice(2).map(Number);
const page = await open(`http://127.0.0.1:${http}/inbox`);
await live(page);
await page.waitForSelector('.row');

// The scroll: 400 steps of half a screen each, the time from frame to frame.
const frames = await page.evaluate(() => new Promise((resolve) => {
  const list = document.querySelector('.virtual');
  const times = [];
  let last = performance.now(), left = 400;
  const step = (now) => {
    times.push(now - last);
    last = now;
    list.scrollTop += list.clientHeight / 2;
    left-- > 0 ? requestAnimationFrame(step) : resolve(times.slice(1));
  };
  requestAnimationFrame(step);
}));

// The burst: 1,500 mails, a message and a transaction each.
await page.evaluate(() => {
  document.querySelector('.virtual').scrollTop = 0;
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
  }).observe({ type: 'longtask' });
});
await flood({ smtp }, 1_500, (i) => `Burst ${i}`);
await page.waitForSelector('.row >> text=Burst 1499');
await live(page);
const longest = await page.evaluate(() => window.longest);
console.log(JSON.stringify({ frames, longest }));
await quit();
