import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';

import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { ForecastPanel } from '#web/components/planning/forecast-panel.tsx';
import { DemandChart } from '#web/components/products/demand-chart.tsx';
import { IssueTag } from '#web/components/products/issue-tag.tsx';
import { LocationFacts } from '#web/components/products/location-facts.tsx';
import { MovementsTable } from '#web/components/products/movements-table.tsx';
import { TermsTable } from '#web/components/products/terms-table.tsx';
import { load } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';

type Props = {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<{ readonly location?: string | readonly string[] }>;
};

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const product = await load('GET /products/{productId}', { params: { productId: (await params).id } });
  return { title: product.ok ? product.data.name : (await getI18n()).t.products.title };
}

/** A product: facts per location, demand, terms, issues, movements. */
export default async function ProductPage({ params, searchParams }: Props) {
  const [{ id }, { location }] = await Promise.all([params, searchParams]);
  const [product, forecast, { t, f }] = await Promise.all([
    load('GET /products/{productId}', { params: { productId: id } }),
    load('GET /products/{productId}/forecast', {
      params: { productId: id },
      query: typeof location === 'string' ? { locationId: location } : {},
    }),
    getI18n(),
  ]);
  if (!product.ok) {
    if (product.problem.status === 404) notFound();
    return <ProblemPanel problem={product.problem} />;
  }
  const { data } = product;
  const issues = data.issues.filter(({ status }) => status === 'open');
  return (
    <div className="page">
      <div className="head">
        <div>
          <p className="small">
            <Link href="/products">{t.products.title}</Link> › {data.sku}
          </p>
          <h1>{data.name}</h1>
          <p className="quiet small">
            {data.sku} · {data.category} · {data.supplierName ?? t.app.unknown}
            {data.status === 'discontinued' ? ` · ${t.products.discontinued}` : ''}
          </p>
        </div>
        <div className="tools">
          <Link href={`/stock?sku=${encodeURIComponent(data.sku)}`}>{t.stock.title}</Link>
          <Link href={`/audit?streamId=${data.productId}`}>{t.products.history}</Link>
        </div>
      </div>
      {data.locations.map((location) => (
        <LocationFacts key={location.locationId} location={location} t={t} f={f} />
      ))}
      {forecast.ok ? (
        <ForecastPanel
          item={forecast.data}
          locationName={
            data.locations.find(({ locationId }) => locationId === forecast.data.locationId)?.locationName ??
            t.app.unknown
          }
        />
      ) : null}
      <section className="panel" aria-labelledby="demand-title">
        <h2 id="demand-title">{t.products.demand}</h2>
        <DemandChart weeks={data.demandByWeek} unit={data.unit} t={t} f={f} />
      </section>
      <div className="columns">
        <section className="panel" aria-labelledby="issues-title">
          <h2 id="issues-title">{t.products.issues}</h2>
          {issues.length === 0 ? <p className="quiet small">{t.products.noIssues}</p> : null}
          <ul className="sequence">
            {issues.map((issue) => (
              <li key={issue.issueId} className="small">
                <IssueTag kind={issue.kind} severity={issue.severity} /> {issue.locationName},{' '}
                <time dateTime={issue.detectedAt}>{t.products.since(f.dateTime(issue.detectedAt))}</time>
              </li>
            ))}
          </ul>
        </section>
        <section className="panel" aria-labelledby="terms-title">
          <h2 id="terms-title">{t.products.terms}</h2>
          <TermsTable terms={data.terms} t={t} f={f} />
        </section>
      </div>
      <section className="panel" aria-labelledby="movements-title">
        <h2 id="movements-title">{t.products.movements}</h2>
        <MovementsTable movements={data.movements} t={t} f={f} />
      </section>
    </div>
  );
}
