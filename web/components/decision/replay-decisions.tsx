import type { DecisionReplay, ReplayedDecision } from '#shared/contracts/api/models/replay.ts';
import { reasonText } from '#web/components/parts/reason-text.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

type Props = { readonly replay: DecisionReplay; readonly t: Messages; readonly f: Formats };

/** Who decided what, when and why, as the log has it; what was taken back stays in it. */
export function ReplayDecisions({ replay, t, f }: Props) {
  const { decisions } = replay.seen;
  return (
    <section className="panel" aria-labelledby="replay-decisions">
      <h2 id="replay-decisions">{t.replay.decisions}</h2>
      {decisions.length === 0 ? <p>{t.replay.undecided}</p> : null}
      <ol>
        {decisions.map((each) => (
          <li key={each.eventId}>
            <time dateTime={each.at}>{f.dateTime(each.at)}</time> <strong>{nameOf(each.type, t)}</strong> ·{' '}
            {whoOf(each, replay.people, t)}
            {detailsOf(each, replay.factsHash, { t, f }).map((text) => (
              <p key={text} className="small">
                {text}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

function nameOf(type: string, t: Messages): string {
  // Types that this version does not know have no name here.
  const names: Readonly<Record<string, string>> = t.events;
  return names[type] ?? t.replay.unknownEvent;
}

function whoOf({ by }: ReplayedDecision, people: DecisionReplay['people'], t: Messages): string {
  const name = people[by.id] ?? by.id;
  return by.onBehalfOf === undefined
    ? name
    : `${name} ${t.replay.onBehalfOf(people[by.onBehalfOf] ?? by.onBehalfOf)}`;
}

function detailsOf(
  { reason, note, factsHash, linesAfter, wake }: ReplayedDecision,
  askedOn: string,
  { t, f }: Pick<Props, 't' | 'f'>,
): readonly string[] {
  const why = reasonText(reason, t);
  return [
    why === undefined ? null : t.replay.reason(why),
    linesAfter === null
      ? null
      : linesAfter
          .map(({ lineNumber, quantity }) => t.replay.changedTo(lineNumber, f.quantity(quantity)))
          .join(', '),
    wake === null ? null : t.replay.until(f.fullDay(wake.until)),
    note === null ? null : t.replay.note(note),
    factsHash === null || factsHash === askedOn || note !== null ? null : t.replay.movedBefore,
  ].filter((text) => text !== null);
}
