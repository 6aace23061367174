// What is broken in one mail: the rule, its RFC, and the octets that prove it.
import { plural } from './format';
import { ProofLine } from './proof';
import { href } from './route';
import type { Message } from './types';
import { Blank } from './ui';

const most = 200;

export function DefectsTab({ message }: { message: Message }) {
  const all = message.diagnostics ?? [];
  if (!all.length) return <Blank title="Nothing is broken"><p>No rule of the mail's format is violated.</p></Blank>;
  return (
    <section class="findings" aria-label="Findings">
      <ol>
        {all.slice(0, most).map((each, i) => (
          <li key={i}>
            <p><a class="code soft" href={href('/findings', { rule: each.kind })} title="Every mail that breaks this rule">{each.kind}</a> <b>{each.detail}</b></p>
            <p class="dim">part {each.part}, octet {each.offset}{each.count > 1 && `, ${plural(each.count, 'time')} in all`}</p>
            <ProofLine proof={each.proof} />
          </li>
        ))}
      </ol>
      {all.length > most && <p class="dim more">and {plural(all.length - most, 'more place', 'more places')}, which /v1/messages/{message.id} names</p>}
    </section>
  );
}
