// A list of any length of which only what is seen exists. Rows have one height; the whole is a
// listbox whose options know their place in it.
import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

const spare = 6; // rows beyond each edge

export function VirtualList(props: {
  length: number;
  height: number;
  current: number;
  label: string;
  row: (index: number) => ComponentChildren;
  /** Rows that are about to be seen. */
  onSeen: (first: number, last: number) => void;
  onPick: (index: number) => void;
  /** Whether the list is scrolled away from its top. */
  onScrolled?: (away: boolean) => void;
  selected?: (index: number) => boolean;
}) {
  const { length, height, current, label, row, onSeen, onPick, onScrolled, selected } = props;
  const box = useRef<HTMLDivElement>(null);
  const first = useSignal(0);
  const visible = useSignal(20);
  const away = useRef(false);

  const look = () => {
    const element = box.current!;
    const top = Math.floor(element.scrollTop / height);
    const many = Math.ceil(element.clientHeight / height) + 1;
    if (top !== first.peek()) first.value = top;
    if (many !== visible.peek()) visible.value = many;
    const scrolled = element.scrollTop > height / 2;
    if (scrolled !== away.current) {
      away.current = scrolled;
      onScrolled?.(scrolled);
    }
  };
  useLayoutEffect(() => {
    look();
    const observer = new ResizeObserver(look);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  const begin = Math.max(0, Math.min(first.value, length - 1) - spare);
  const end = Math.min(length, first.value + visible.value + spare);
  useEffect(() => {
    if (end > begin) onSeen(begin, end - 1);
  });
  useEffect(() => {
    if (current < 0) return;
    const element = box.current!;
    const top = current * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight) element.scrollTop = top + height - element.clientHeight;
  }, [current]);

  // Elements are used again for other rows: making them is what costs while scrolling.
  let pool = 32;
  while (pool < end - begin) pool *= 2;
  const rows = [];
  for (let i = begin; i < end; ++i)
    rows.push(
      <div
        key={i % pool}
        id={'row-' + i}
        class="row"
        role="option"
        aria-posinset={i + 1}
        aria-setsize={length}
        aria-selected={selected ? selected(i) || i === current : i === current}
        data-current={i === current || undefined}
        style={{ height: height + 'px', transform: `translateY(${i * height}px)` }}
        onClick={() => onPick(i)}
      >
        {row(i)}
      </div>,
    );
  return (
    <div
      class="virtual"
      ref={box}
      role="listbox"
      aria-label={label}
      aria-multiselectable={selected ? 'true' : undefined}
      aria-activedescendant={current >= begin && current < end ? 'row-' + current : undefined}
      tabIndex={0}
      onScroll={look}
    >
      <div role="presentation" style={{ height: length * height + 'px' }}>{rows}</div>
    </div>
  );
}
