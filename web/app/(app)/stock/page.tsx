import type { Metadata } from 'next';

import type { Product } from '#shared/contracts/api/models/catalogue.ts';
import { ProblemPanel } from '#web/components/parts/problem-panel.tsx';
import { FindProduct } from '#web/components/stock/find-product.tsx';
import { FoundProduct } from '#web/components/stock/found-product.tsx';
import { FoundSeveral } from '#web/components/stock/found-several.tsx';
import { WaitingCounts } from '#web/components/stock/waiting-counts.tsx';
import { load, type Loaded } from '#web/lib/api.ts';
import { getI18n } from '#web/lib/i18n-server.ts';
import { textParameter } from '#web/lib/search-params.ts';

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getI18n()).t.stock.title };
}

/** Stock at hand: what a code names, where it is, and what can be done with it; counts that wait. */
export default async function StockPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const code = textParameter(parameters['code']).trim();
  const sku = textParameter(parameters['sku']).trim();
  const [{ t }, found, counts] = await Promise.all([
    getI18n(),
    find(code, sku),
    load('GET /stock-counts', { query: { status: 'waiting', limit: '200' } }),
  ]);
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>{t.stock.title}</h1>
          <p className="quiet small">{t.stock.intro}</p>
        </div>
        <FindProduct found={`${code}/${sku}`} />
      </div>
      <Found found={found} said={sku === '' ? code : sku} />
      {counts.ok ? <WaitingCounts counts={counts.data.items} /> : <ProblemPanel problem={counts.problem} />}
    </div>
  );
}

type FoundProps = { readonly found: Loaded<readonly Product[]> | null; readonly said: string };

async function Found({ found, said }: FoundProps) {
  const { t } = await getI18n();
  if (found === null) return null;
  if (!found.ok) return <ProblemPanel problem={found.problem} />;
  const [first, second] = found.data;
  if (first === undefined) {
    return (
      <div className="panel empty" role="status">
        <h2>{t.stock.nothing(said)}</h2>
        <p className="quiet">{t.stock.nothingText}</p>
      </div>
    );
  }
  return second === undefined ? (
    <FoundProduct product={first} />
  ) : (
    <FoundSeveral products={found.data} t={t} />
  );
}

/** What the code names: a barcode first, then a SKU, then words in names; null where nothing was asked. */
async function find(code: string, sku: string): Promise<Loaded<readonly Product[]> | null> {
  if (code === '' && sku === '') return null;
  const queries = sku === '' ? [{ barcode: code }, { sku: code }, { search: code }] : [{ sku }];
  for (const query of queries) {
    const page = await load('GET /products', { query: { limit: '20', ...query } });
    if (!page.ok) return page;
    if (page.data.items.length > 0) return { ok: true, data: page.data.items };
  }
  return { ok: true, data: [] };
}
