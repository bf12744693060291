-- What people read. Only persistence-service writes here, from events; nothing here guards anything.

CREATE TABLE products (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  sku text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  category text NOT NULL,
  unit_cost_minor bigint CHECK (unit_cost_minor >= 0),
  currency text NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'discontinued')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, product_id)
);
CREATE UNIQUE INDEX products_by_sku ON products (tenant_id, sku);

CREATE TABLE suppliers (
  tenant_id uuid NOT NULL,
  supplier_id uuid NOT NULL,
  name text NOT NULL,
  currency text NOT NULL,
  lead_time_days numeric NOT NULL CHECK (lead_time_days >= 0),
  status text NOT NULL CHECK (status IN ('active', 'held')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, supplier_id)
);

CREATE TABLE supplier_terms (
  tenant_id uuid NOT NULL,
  supplier_id uuid NOT NULL,
  product_id uuid NOT NULL,
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  currency text NOT NULL,
  lead_time_days numeric NOT NULL CHECK (lead_time_days >= 0),
  lead_time_standard_deviation numeric NOT NULL DEFAULT 0 CHECK (lead_time_standard_deviation >= 0),
  minimum_order_quantity numeric NOT NULL DEFAULT 0 CHECK (minimum_order_quantity >= 0),
  order_multiple numeric NOT NULL DEFAULT 1 CHECK (order_multiple > 0),
  rank int NOT NULL DEFAULT 1,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, supplier_id, product_id)
);
CREATE INDEX supplier_terms_by_product ON supplier_terms (tenant_id, product_id, rank, unit_price_minor);

CREATE TABLE locations (
  tenant_id uuid NOT NULL,
  location_id uuid NOT NULL,
  name text NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'closed')),
  opened_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, location_id)
);

CREATE TABLE stock_levels (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  on_hand numeric NOT NULL CHECK (on_hand <> 'NaN'),
  allocated numeric NOT NULL DEFAULT 0 CHECK (allocated >= 0),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, product_id, location_id)
);

CREATE TABLE stock_movements (
  tenant_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  movement_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  kind text NOT NULL,
  quantity numeric NOT NULL CHECK (quantity <> 'NaN'),
  on_hand_before numeric NOT NULL,
  on_hand_after numeric NOT NULL,
  reason jsonb,
  PRIMARY KEY (tenant_id, occurred_at, movement_id)
) PARTITION BY RANGE (occurred_at);
CREATE INDEX stock_movements_by_product ON stock_movements (tenant_id, product_id, occurred_at DESC);
CREATE TABLE stock_movements_default PARTITION OF stock_movements DEFAULT;

-- Makes the monthly partitions from one day to another; who may make partitions needs no other right.
CREATE FUNCTION ensure_stock_movement_partitions(from_day date, to_day date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE month date := date_trunc('month', from_day); made int := 0; partition_name text;
BEGIN
  IF to_day > from_day + 4000 THEN RAISE EXCEPTION 'at most 4000 days at once' USING ERRCODE = '22023'; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('stock_movement_partitions'));
  WHILE month <= to_day LOOP
    partition_name := 'stock_movements_' || to_char(month, 'YYYY_MM');
    IF to_regclass(partition_name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF stock_movements FOR VALUES FROM (%L) TO (%L)',
        partition_name, month, (month + interval '1 month')::date);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition_name);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', partition_name);
      made := made + 1;
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
  RETURN made;
END $$;
GRANT EXECUTE ON FUNCTION ensure_stock_movement_partitions(date, date) TO app_sweep_partitions, app_persist;
ALTER TABLE stock_movements_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE stock_movements_default FORCE ROW LEVEL SECURITY;

-- Units demanded per product, location and day; one row per source so that an import can be undone.
CREATE TABLE demand_days (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  day date NOT NULL,
  source text NOT NULL,
  quantity numeric NOT NULL CHECK (quantity <> 'NaN'),
  PRIMARY KEY (tenant_id, product_id, location_id, day, source)
);

CREATE TABLE imports (
  tenant_id uuid NOT NULL,
  import_id uuid NOT NULL,
  kind text NOT NULL,
  file_name text NOT NULL,
  status text NOT NULL CHECK (status IN ('running', 'finished', 'undone')),
  rows_accepted int NOT NULL DEFAULT 0,
  rows_refused int NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, import_id)
);

CREATE TABLE forecast_runs (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  as_of date NOT NULL,
  trigger text NOT NULL CHECK (trigger IN ('nightly', 'manual')),
  status text NOT NULL CHECK (status IN ('scheduled', 'running', 'completed', 'aborted')),
  planned int NOT NULL DEFAULT 0,
  failed int NOT NULL DEFAULT 0,
  changed int NOT NULL DEFAULT 0,
  requested_at timestamptz NOT NULL,
  completed_at timestamptz,
  execution_id text,
  sha256 text,
  PRIMARY KEY (tenant_id, run_id)
);

-- Immutable: one row per run, product and location.
CREATE TABLE forecasts (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  demand_pattern text NOT NULL,
  method text NOT NULL,
  mean_per_day numeric NOT NULL,
  standard_deviation_per_day numeric NOT NULL,
  -- ItemForecast of shared/forecasting, as computed: factors, quantiles over lead time and protection interval, accuracy.
  forecast jsonb NOT NULL,
  PRIMARY KEY (tenant_id, run_id, product_id, location_id)
);
CREATE TABLE forecast_failures (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (tenant_id, run_id, product_id, location_id)
);

CREATE TABLE inventory_policies (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  policy_version int NOT NULL,
  run_id uuid,
  safety_stock numeric NOT NULL,
  reorder_point numeric NOT NULL,
  order_up_to_level numeric NOT NULL,
  review_period_days numeric NOT NULL,
  cycle_service_level numeric NOT NULL CHECK (cycle_service_level > 0 AND cycle_service_level < 1),
  mean_per_day numeric NOT NULL,
  standard_deviation_per_day numeric NOT NULL,
  -- {mean, standardDeviation, p10, p50, p90, p95, p99} in stock units.
  lead_time_demand jsonb NOT NULL,
  protection_demand jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, product_id, location_id)
);

CREATE TABLE issues (
  tenant_id uuid NOT NULL,
  issue_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('urgent', 'soon', 'watch')),
  status text NOT NULL CHECK (status IN ('open', 'resolved')),
  detail jsonb NOT NULL,
  detected_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  resolved_at timestamptz,
  PRIMARY KEY (tenant_id, issue_id)
);
CREATE INDEX issues_by_product ON issues (tenant_id, product_id, location_id, status);

-- The newest recommendation per product and location.
CREATE TABLE recommendations (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'onRequest', 'settled', 'withdrawn')),
  action text NOT NULL,
  supplier_id uuid,
  recommended_quantity numeric NOT NULL,
  steps jsonb NOT NULL,
  facts jsonb NOT NULL,
  facts_hash text NOT NULL,
  purchase_order_id uuid,
  outcome text,
  recommended_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, product_id, location_id)
);

CREATE TABLE purchase_orders (
  tenant_id uuid NOT NULL,
  purchase_order_id uuid NOT NULL,
  number text NOT NULL,
  supplier_id uuid NOT NULL,
  location_id uuid NOT NULL,
  status text NOT NULL,
  revision int NOT NULL,
  currency text NOT NULL,
  value_minor bigint NOT NULL,
  approval_id uuid,
  execution_id text,
  proposed_at timestamptz NOT NULL,
  approved_at timestamptz,
  approved_by text,
  issued_at timestamptz,
  postponed_until date,
  expected_at date,
  closed_at timestamptz,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, purchase_order_id)
);
CREATE UNIQUE INDEX purchase_orders_by_number ON purchase_orders (tenant_id, number);
CREATE INDEX purchase_orders_by_status ON purchase_orders (tenant_id, status, proposed_at);

CREATE TABLE purchase_order_lines (
  tenant_id uuid NOT NULL,
  purchase_order_id uuid NOT NULL,
  line_number int NOT NULL,
  product_id uuid NOT NULL,
  quantity numeric NOT NULL CHECK (quantity > 0),
  received_quantity numeric NOT NULL DEFAULT 0 CHECK (received_quantity >= 0),
  cancelled_quantity numeric NOT NULL DEFAULT 0,
  unit_price_minor bigint NOT NULL,
  recommended_quantity numeric NOT NULL,
  steps jsonb NOT NULL,
  promised_date date,
  PRIMARY KEY (tenant_id, purchase_order_id, line_number)
);
CREATE INDEX purchase_order_lines_by_product ON purchase_order_lines (tenant_id, product_id);

-- What each revision of an order said before it was changed.
CREATE TABLE purchase_order_revisions (
  tenant_id uuid NOT NULL,
  purchase_order_id uuid NOT NULL,
  revision int NOT NULL,
  lines jsonb NOT NULL,
  value_minor bigint NOT NULL,
  reason jsonb,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, purchase_order_id, revision)
);

CREATE TABLE receipts (
  tenant_id uuid NOT NULL,
  receipt_id uuid NOT NULL,
  purchase_order_id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  received_by jsonb NOT NULL,
  lines jsonb NOT NULL,
  PRIMARY KEY (tenant_id, receipt_id)
);
CREATE INDEX receipts_by_order ON receipts (tenant_id, purchase_order_id);

CREATE TABLE advice (
  tenant_id uuid NOT NULL,
  purchase_order_id uuid NOT NULL,
  revision int NOT NULL,
  source text NOT NULL CHECK (source IN ('model', 'template')),
  model text,
  prompt_version text NOT NULL,
  fact_sheet_hash text NOT NULL,
  fact_sheet jsonb NOT NULL,
  -- {explanation (rendered), suggestedAction, risk, figures:[{key, text}], computedBecause}
  advice jsonb NOT NULL,
  figures_checked int NOT NULL,
  tokens int NOT NULL DEFAULT 0,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, purchase_order_id, revision)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['products', 'suppliers', 'supplier_terms', 'locations', 'stock_levels', 'stock_movements',
    'demand_days', 'imports', 'forecast_runs', 'forecasts', 'forecast_failures', 'inventory_policies', 'issues',
    'recommendations', 'purchase_orders', 'purchase_order_lines', 'purchase_order_revisions', 'receipts', 'advice'] LOOP
    EXECUTE format('CALL isolate_by_tenant(%L)', name);
    EXECUTE format('GRANT SELECT ON %I TO app_query', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO app_persist', name);
  END LOOP;
  -- What the settling of a decision compares with what was seen.
  FOREACH name IN ARRAY ARRAY['products', 'suppliers', 'supplier_terms', 'locations', 'stock_levels', 'demand_days',
    'inventory_policies', 'purchase_orders', 'purchase_order_lines', 'forecast_runs'] LOOP
    EXECUTE format('GRANT SELECT ON %I TO app_emit', name);
  END LOOP;
END $$;
-- Immutable rows stay immutable even for their writer.
REVOKE UPDATE, DELETE ON forecasts, receipts, purchase_order_revisions FROM app_persist;
-- A run whose execution ended before the run was applied here is shown as ended.
GRANT SELECT (tenant_id, execution_arn, status) ON workflow_history TO app_persist;

-- The facts a purchasing decision rests on, one row per product and location: the same view for the
-- analysis, the decision page, and the settling of a decision.
CREATE VIEW material_facts WITH (security_invoker = true) AS
SELECT
  s.tenant_id, s.product_id, s.location_id,
  p.sku, p.name AS product_name, p.unit, p.status AS product_status, p.unit_cost_minor, p.currency AS product_currency,
  l.name AS location_name,
  s.on_hand, s.allocated, s.on_hand - s.allocated AS available,
  coalesce(o.on_order, 0) AS on_order,
  coalesce(o.on_request, 0) AS on_request,
  s.on_hand - s.allocated + coalesce(o.on_order, 0) AS inventory_position,
  coalesce(o.open_orders, '[]'::jsonb) AS open_orders,
  t.supplier_id, u.name AS supplier_name, coalesce(u.status = 'held', false) AS supplier_held,
  t.unit_price_minor, t.currency, t.lead_time_days, t.lead_time_standard_deviation,
  t.minimum_order_quantity, t.order_multiple,
  i.policy_version, i.run_id, i.reorder_point, i.order_up_to_level, i.safety_stock, i.review_period_days,
  i.cycle_service_level, i.mean_per_day, i.standard_deviation_per_day, i.lead_time_demand, i.protection_demand,
  d.last_demand_day
FROM stock_levels s
JOIN products p USING (tenant_id, product_id)
JOIN locations l USING (tenant_id, location_id)
LEFT JOIN LATERAL (
  SELECT st.* FROM supplier_terms st
  WHERE st.tenant_id = s.tenant_id AND st.product_id = s.product_id
  ORDER BY st.rank, st.unit_price_minor, st.supplier_id LIMIT 1
) t ON true
LEFT JOIN suppliers u ON u.tenant_id = s.tenant_id AND u.supplier_id = t.supplier_id
LEFT JOIN inventory_policies i ON i.tenant_id = s.tenant_id AND i.product_id = s.product_id AND i.location_id = s.location_id
LEFT JOIN LATERAL (
  SELECT
    -- A line may have received a little more than was ordered.
    sum(greatest(pl.quantity - pl.received_quantity - pl.cancelled_quantity, 0))
      FILTER (WHERE po.status IN ('Approved', 'Issued', 'Acknowledged', 'PartiallyReceived', 'OnHold')) AS on_order,
    sum(pl.quantity) FILTER (WHERE po.status IN ('Proposed', 'PendingApproval', 'Postponed')) AS on_request,
    jsonb_agg(jsonb_build_object('purchaseOrderId', po.purchase_order_id, 'number', po.number,
      'quantity', pl.quantity - pl.received_quantity - pl.cancelled_quantity,
      'promisedDate', coalesce(pl.promised_date, po.expected_at)) ORDER BY po.proposed_at)
      FILTER (WHERE po.status IN ('Approved', 'Issued', 'Acknowledged', 'PartiallyReceived', 'OnHold')
        AND pl.quantity > pl.received_quantity + pl.cancelled_quantity) AS open_orders
  FROM purchase_order_lines pl
  JOIN purchase_orders po USING (tenant_id, purchase_order_id)
  WHERE pl.tenant_id = s.tenant_id AND pl.product_id = s.product_id AND po.location_id = s.location_id
    AND po.status NOT IN ('Received', 'Closed', 'Rejected', 'Cancelled', 'Superseded')
) o ON true
LEFT JOIN LATERAL (
  SELECT max(day) AS last_demand_day FROM demand_days dd
  WHERE dd.tenant_id = s.tenant_id AND dd.product_id = s.product_id AND dd.location_id = s.location_id AND dd.quantity > 0
) d ON true;
GRANT SELECT ON material_facts TO app_query, app_emit, app_persist;
