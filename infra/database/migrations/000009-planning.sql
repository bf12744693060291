-- What people tell the forecast (demand events, overrides, days to leave out, like items), what they tell the policies
-- (classes, overrides, the schedule), and what a run finds out beside its forecasts.

CREATE TABLE demand_events (
  tenant_id uuid NOT NULL,
  demand_event_id uuid NOT NULL,
  name text NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL CHECK (to_day >= from_day),
  -- Factor on demand: 1.5 is half as much again; NULL: as measured from past events of a product.
  lift numeric CHECK (lift >= 0),
  -- {kind: 'all'} | {kind: 'category', category} | {kind: 'products', productIds: […]}
  scope jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('planned', 'cancelled')),
  planned_by jsonb NOT NULL,
  planned_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  PRIMARY KEY (tenant_id, demand_event_id)
);

-- Exactly one of per_day and factor is set; until_day NULL: until someone ends it.
CREATE TABLE demand_overrides (
  tenant_id uuid NOT NULL,
  override_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  from_day date NOT NULL,
  until_day date,
  per_day numeric CHECK (per_day >= 0),
  factor numeric CHECK (factor >= 0),
  status text NOT NULL CHECK (status IN ('active', 'ended')),
  reason jsonb,
  set_by jsonb NOT NULL,
  set_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, override_id),
  CHECK ((per_day IS NULL) <> (factor IS NULL))
);
CREATE INDEX demand_overrides_by_product ON demand_overrides (tenant_id, product_id, location_id);

-- Days that a person took out of the history, or put back where the forecast would have left them out.
CREATE TABLE demand_exclusions (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  day date NOT NULL,
  treatment text NOT NULL CHECK (treatment IN ('exclude', 'restore')),
  set_by jsonb NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, product_id, location_id, day)
);

-- A product without history of its own is forecast like another at a share of it.
CREATE TABLE like_items (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  like_product_id uuid NOT NULL,
  share numeric NOT NULL CHECK (share > 0),
  set_by jsonb NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, product_id)
);

-- No row: the defaults of shared/domain/planning/default-settings.ts, version 0, nothing paused.
CREATE TABLE planning_settings (
  tenant_id uuid PRIMARY KEY,
  -- PlanningSettings of shared/contracts/events/planning-settings.ts; NULL: the defaults.
  settings jsonb,
  version int NOT NULL,
  is_paused boolean NOT NULL DEFAULT false,
  -- The first day that is not paused any more; NULL: until someone resumes it.
  paused_until date,
  pause_reason jsonb,
  paused_by jsonb,
  paused_at timestamptz,
  changed_at timestamptz NOT NULL
);

CREATE TABLE policy_overrides (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  -- PolicyOverride of shared/contracts/events/planning-settings.ts.
  override jsonb NOT NULL,
  until_day date,
  reason jsonb,
  set_by jsonb NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, product_id, location_id)
);

CREATE TABLE item_classes (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  abc_class text NOT NULL CHECK (abc_class IN ('A', 'B', 'C')),
  xyz_class text NOT NULL CHECK (xyz_class IN ('X', 'Y', 'Z')),
  demand_pattern text NOT NULL,
  classified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, product_id, location_id)
);

-- Which run's row is the newest of a product and location.
CREATE TABLE latest_forecasts (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  run_id uuid NOT NULL,
  as_of date NOT NULL,
  PRIMARY KEY (tenant_id, product_id, location_id)
);
-- No run from before this migration needs to be repeated for it.
INSERT INTO latest_forecasts (tenant_id, product_id, location_id, run_id, as_of)
SELECT DISTINCT ON (f.tenant_id, f.product_id, f.location_id) f.tenant_id, f.product_id, f.location_id, f.run_id, r.as_of
FROM forecasts f JOIN forecast_runs r USING (tenant_id, run_id)
ORDER BY f.tenant_id, f.product_id, f.location_id, r.requested_at DESC;

-- What classes are cut by; NULL in rows from before.
ALTER TABLE forecasts
  ADD COLUMN demand_last_year numeric,
  ADD COLUMN coefficient_of_variation numeric;

ALTER TABLE forecast_runs
  -- Items that the run is to forecast; NULL until its shards are planned.
  ADD COLUMN total int,
  -- The run whose failures alone this one forecasts again.
  ADD COLUMN only_failed_of uuid,
  -- [{abcClass, items, wape, bias, mase, coverage80}] of the run's backtests.
  ADD COLUMN accuracy jsonb,
  DROP CONSTRAINT forecast_runs_trigger_check,
  ADD CONSTRAINT forecast_runs_trigger_check CHECK (trigger IN ('nightly', 'manual', 'policyChange'));

-- NULL in rows from before.
ALTER TABLE inventory_policies
  ADD COLUMN service_measure text CHECK (service_measure IN ('cycleServiceLevel', 'fillRate')),
  ADD COLUMN service_target numeric,
  ADD COLUMN expected_fill_rate numeric;

ALTER TABLE memberships ADD COLUMN email text;

-- Days from issue to receipt of each line that came in, by which lead times are measured.
CREATE VIEW observed_lead_times WITH (security_invoker = true) AS
SELECT r.tenant_id, o.supplier_id, l.product_id, o.purchase_order_id, r.received_at,
  extract(epoch FROM r.received_at - o.issued_at) / 86400 AS days, (line ->> 'quantity')::numeric AS quantity
FROM receipts r
JOIN purchase_orders o USING (tenant_id, purchase_order_id)
CROSS JOIN LATERAL jsonb_array_elements(r.lines) line
JOIN purchase_order_lines l ON l.tenant_id = r.tenant_id AND l.purchase_order_id = r.purchase_order_id
  AND l.line_number = (line ->> 'lineNumber')::int
WHERE o.issued_at IS NOT NULL AND r.received_at >= o.issued_at;
GRANT SELECT ON observed_lead_times TO app_query, app_emit, app_persist;
CREATE INDEX purchase_orders_by_supplier ON purchase_orders (tenant_id, supplier_id, issued_at);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['demand_events', 'demand_overrides', 'demand_exclusions', 'like_items', 'planning_settings',
    'policy_overrides', 'item_classes', 'latest_forecasts'] LOOP
    EXECUTE format('CALL isolate_by_tenant(%L)', name);
    EXECUTE format('GRANT SELECT ON %I TO app_query', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO app_persist', name);
  END LOOP;
END $$;
-- The figures of a policy that is put into force are those of the run's own row.
GRANT SELECT ON forecasts, latest_forecasts, receipts TO app_emit;

-- The starter leaves out the nights of a paused tenant.
CREATE POLICY start_nights ON planning_settings FOR SELECT TO app_start USING (true);
GRANT SELECT (tenant_id, is_paused, paused_until) ON planning_settings TO app_start;
