/** The physical limit beside which writes are read: the same transaction with nothing around it. */
import postgres from 'postgres';

/** Writers of an outbox-shaped transaction on tables of their own. */
export type BareOutbox = {
  /** Lock a stream row among 1,000, update it, insert a 1 kB event: five round trips. */
  readonly transaction: (worker: number) => Promise<unknown>;
  /** The same as one function call. */
  readonly call: (worker: number) => Promise<unknown>;
  close(): Promise<void>;
};

const body = {
  type: 'StockMoved',
  actor: 'operator-1',
  reason: 'x'.repeat(560),
  lines: Array.from({ length: 6 }, (_, i) => ({
    sku: `SKU-${i}00001`,
    location: 'MAIN',
    quantity: i,
    cost: 1234,
  })),
};

const randomStream = (): string => `stock-${Math.floor(Math.random() * 1000)}`;

/** Makes the tables in the database of the address and opens one client per worker. */
export async function openBareOutbox(url: string, workers: number): Promise<BareOutbox> {
  const clients = Array.from({ length: workers }, () => postgres(url, { max: 1, onnotice: () => undefined }));
  const clientOf = (worker: number): postgres.Sql => {
    const client = clients[worker];
    if (client === undefined) throw new Error(`there is no worker ${worker}`);
    return client;
  };
  await clientOf(0).unsafe(`
    CREATE SCHEMA IF NOT EXISTS bench;
    DROP TABLE IF EXISTS bench.streams, bench.events;
    CREATE TABLE bench.streams (tenant_id int, stream_id text, version int NOT NULL, state jsonb NOT NULL,
      PRIMARY KEY (tenant_id, stream_id));
    CREATE TABLE bench.events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id int, stream_id text,
      version int, data jsonb NOT NULL, published_at timestamptz, UNIQUE (tenant_id, stream_id, version));
    INSERT INTO bench.streams SELECT 1, 'stock-' || i, 0, '{"onHand": 0}' FROM generate_series(0, 999) i;
    CREATE OR REPLACE FUNCTION bench.write_event(s text, body jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE v int; e bigint;
      BEGIN
        SELECT version INTO v FROM bench.streams WHERE tenant_id = 1 AND stream_id = s FOR UPDATE;
        UPDATE bench.streams SET version = v + 1, state = jsonb_build_object('onHand', v + 1)
          WHERE tenant_id = 1 AND stream_id = s;
        INSERT INTO bench.events (tenant_id, stream_id, version, data) VALUES (1, s, v + 1, body) RETURNING id INTO e;
        RETURN e;
      END $$`);
  return {
    transaction: (worker) =>
      clientOf(worker).begin(async (sql) => {
        const stream = randomStream();
        const [row] = await sql<{ version: number; state: { onHand: number } }[]>`
          SELECT version, state FROM bench.streams WHERE tenant_id = 1 AND stream_id = ${stream} FOR UPDATE`;
        const version = (row?.version ?? 0) + 1;
        await sql`UPDATE bench.streams SET version = ${version}, state = ${sql.json({ onHand: version })}
          WHERE tenant_id = 1 AND stream_id = ${stream}`;
        await sql`INSERT INTO bench.events (tenant_id, stream_id, version, data)
          VALUES (1, ${stream}, ${version}, ${sql.json(body)})`;
      }),
    call: (worker) => {
      const sql = clientOf(worker);
      return sql`SELECT bench.write_event(${randomStream()}, ${sql.json(body)})`;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.end({ timeout: 5 })));
    },
  };
}
