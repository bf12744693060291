import type { QuantityStep } from '#shared/contracts/events/planning.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './decision.module.css';

type Props = { readonly steps: readonly QuantityStep[]; readonly t: Messages; readonly f: Formats };

/** Each step from the need to the quantity, the last one as the sum. */
export function StepTable({ steps, t, f }: Props) {
  const last = steps.length - 1;
  return (
    <table className={styles['sum']}>
      <tbody>
        {steps.map((step, at) => (
          <tr key={`${step.rule}-${step.label}`} data-last={at === last ? true : undefined}>
            <th scope="row">{t.decision.rules[step.rule] ?? step.label}</th>
            <td className="num">{f.number(step.quantity)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
