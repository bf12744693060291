import type { ApprovalLine } from '#shared/contracts/api/models/approvals.ts';
import type { Formats } from '#web/lib/formats.ts';
import type { Messages } from '#web/messages/en.ts';

import styles from './decision.module.css';

type Props = { readonly line: ApprovalLine; readonly t: Messages; readonly f: Formats };

/** Available and on order beside the reorder point and the level to order up to: on hand alone says nothing. */
export function PositionBar({ line, t, f }: Props) {
  const { available, onOrder, inventoryPosition, reorderPoint, orderUpToLevel } = line;
  const end = Math.max(1, inventoryPosition, available, reorderPoint ?? 0, orderUpToLevel ?? 0) * 1.08;
  const share = (quantity: number) => `${(Math.max(0, quantity) / end) * 100}%`;
  return (
    <section className={styles['position']} aria-labelledby="position-title">
      <h2 id="position-title" className="small">
        {t.decision.inventoryPosition} <span className="quiet">({t.decision.positionHint})</span>
      </h2>
      <div className={styles['bar']} aria-hidden="true">
        <span className={styles['available']} style={{ width: share(available) }} />
        <span className={styles['onOrder']} style={{ left: share(available), width: share(onOrder) }} />
        {reorderPoint === null ? null : (
          <span className={styles['markReorder']} style={{ left: share(reorderPoint) }} />
        )}
        {orderUpToLevel === null ? null : (
          <span className={styles['markUpTo']} style={{ left: share(orderUpToLevel) }} />
        )}
      </div>
      <p className={styles['legend']}>
        <span className={styles['keyAvailable']}>
          {t.decision.available(f.number(available), {
            onHand: f.number(line.onHand),
            allocated: f.number(line.allocated),
            quarantined: line.quarantined === 0 ? null : f.number(line.quarantined),
          })}
        </span>
        <span className={styles['keyOnOrder']}>
          {t.decision.onOrder(f.number(onOrder), f.number(inventoryPosition))}
        </span>
        {reorderPoint === null ? null : (
          <span className={styles['keyReorder']}>{t.decision.reorderPoint(f.number(reorderPoint))}</span>
        )}
        {orderUpToLevel === null ? null : (
          <span className={styles['keyUpTo']}>{t.decision.orderUpTo(f.number(orderUpToLevel))}</span>
        )}
      </p>
    </section>
  );
}
