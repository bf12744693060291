import type { ProductDetail } from '#shared/contracts/api/models/catalogue.ts';
import type { Formats } from '#web/lib/formats.ts';
import { methodName } from '#web/lib/method-name.ts';
import type { Messages } from '#web/messages/en.ts';

type Props = {
  readonly location: ProductDetail['locations'][number];
  readonly t: Messages;
  readonly f: Formats;
};

/** The stock of a product at one location beside its policy. */
export function LocationFacts({ location, t, f }: Props) {
  const { policy, forecast } = location;
  const words = t.products.facts;
  const cover =
    policy === null || policy.meanPerDay <= 0
      ? '–'
      : t.products.days(f.number(Math.round(location.available / policy.meanPerDay)));
  const orDash = (value: number | undefined) => (value === undefined ? '–' : f.number(value));
  const facts = [
    [words.onHand, f.number(location.onHand)],
    [t.stock.columns.allocated, f.number(location.allocated)],
    [t.stock.columns.quarantined, f.number(location.quarantined)],
    [words.available, f.number(location.available)],
    [words.onOrder, f.number(location.onOrder)],
    [words.onRequest, f.number(location.onRequest)],
    [words.position, f.number(location.inventoryPosition)],
    [words.safetyStock, orDash(policy?.safetyStock)],
    [words.reorderPoint, orDash(policy?.reorderPoint)],
    [words.orderUpTo, orDash(policy?.orderUpToLevel)],
    [words.mean, orDash(policy?.meanPerDay)],
    [words.cover, cover],
  ] as const;
  return (
    <section className="panel" aria-labelledby={`location-${location.locationId}`}>
      <h2 id={`location-${location.locationId}`}>{t.products.at(location.locationName)}</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet small" style={{ marginTop: 8 }}>
        {policy === null ? t.products.noPolicy : ''}{' '}
        {forecast === null ? '' : t.products.forecast(methodName(forecast.method), forecast.demandPattern)}
      </p>
    </section>
  );
}
