import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';

import type { DecisionReplay } from '#shared/contracts/api/models/replay.ts';
import { Advice } from '#web/components/decision/advice.tsx';
import { ChangeTable } from '#web/components/decision/change-table.tsx';
import { ReplayDecisions } from '#web/components/decision/replay-decisions.tsx';
import { ReplayLine } from '#web/components/decision/replay-line.tsx';
import { Icon } from '#web/components/parts/icon.tsx';
import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { load } from '#web/lib/api.ts';
import type { Formats } from '#web/lib/formats.ts';
import { getI18n } from '#web/lib/i18n-server.ts';
import type { Messages } from '#web/messages/en.ts';

type Props = { readonly params: Promise<{ readonly id: string }> };
type PartProps = { readonly replay: DecisionReplay; readonly t: Messages; readonly f: Formats };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.replay.title };
}

/** A decision as it was known then, beside what the same rules say now. */
export default async function ReplayPage({ params }: Props) {
  const { id } = await params;
  const [replay, { t, f }] = await Promise.all([
    load('GET /approvals/{approvalId}/replay', { params: { approvalId: id } }),
    getI18n(),
  ]);
  if (!replay.ok) {
    if (replay.problem.status === 404) notFound();
    return <ProblemPanel problem={replay.problem} />;
  }
  const { data } = replay;
  return (
    <div className="page">
      <div className="head">
        <div>
          <p className="small">
            <Link href={`/approvals/${id}`}>{t.replay.back}</Link>
          </p>
          <h1>{t.replay.heading(data.number)}</h1>
          <p className="quiet small">
            {data.supplierName} · {data.locationName}
            {data.seen.value === null
              ? null
              : ` · ${f.money(data.seen.value.amountMinor, data.seen.value.currency)}`}
          </p>
        </div>
      </div>
      <Seal replay={data} t={t} f={f} />
      <Changed replay={data} t={t} f={f} />
      {data.seen.lines.map((line) => (
        <ReplayLine key={line.lineNumber} replay={data} line={line} t={t} f={f} />
      ))}
      <ReplayDecisions replay={data} t={t} f={f} />
      <Advice advice={data.seen.advice} seesCosts={data.seen.value !== null} t={t} f={f} />
    </div>
  );
}

/** Whether what is stored is what was written. */
function Seal({ replay: { isIntact, breaches, factsHash }, t }: PartProps) {
  if (!isIntact)
    return (
      <div className="banner" role="alert">
        <strong>{t.replay.broken}</strong>
        <ul>
          {breaches.map((breach) => (
            <li key={breach}>{t.replay.breaches[breach]}</li>
          ))}
        </ul>
      </div>
    );
  return (
    <p className="small">
      <Icon name="check" size={12} /> {t.replay.intact} {t.replay.hash}: <code>{factsHash.slice(0, 12)}</code>
    </p>
  );
}

function Changed({ replay: { now, seen }, t, f }: PartProps) {
  return (
    <section className="panel scroll" aria-labelledby="replay-changed" tabIndex={0}>
      <h2 id="replay-changed">{t.replay.changed}</h2>
      {now.changed.length === 0 ? (
        <p>{t.replay.unchanged}</p>
      ) : (
        <ChangeTable
          changes={now.changed}
          isOneLine={seen.lines.length === 1}
          currency={seen.value?.currency ?? null}
          most={now.changed.length}
          t={t}
          f={f}
        />
      )}
    </section>
  );
}
