-- Stock that is promised, set apart or counted; units and barcodes of products.

ALTER TABLE stock_levels
  ADD COLUMN quarantined numeric NOT NULL DEFAULT 0 CHECK (quarantined >= 0);

CREATE TABLE stock_reservations (
  tenant_id uuid NOT NULL,
  reservation_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  quantity numeric NOT NULL CHECK (quantity > 0),
  reference text NOT NULL,
  -- Last day on which it holds, in the tenant's time zone; NULL: until it is released.
  until_day date,
  status text NOT NULL CHECK (status IN ('held', 'shipped', 'cancelled', 'expired')),
  reserved_by jsonb NOT NULL,
  reserved_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, reservation_id)
);
CREATE INDEX stock_reservations_by_time ON stock_reservations (tenant_id, reserved_at, reservation_id);
CREATE INDEX stock_reservations_by_product ON stock_reservations (tenant_id, product_id, reserved_at);
CREATE INDEX stock_reservations_ending ON stock_reservations (tenant_id, product_id, location_id, until_day)
  WHERE status = 'held' AND until_day IS NOT NULL;

CREATE TABLE stock_counts (
  tenant_id uuid NOT NULL,
  count_id uuid NOT NULL,
  product_id uuid NOT NULL,
  location_id uuid NOT NULL,
  expected numeric NOT NULL,
  counted numeric NOT NULL CHECK (counted >= 0),
  -- NULL: no unit cost was known in the tenant's currency.
  difference_value_minor bigint CHECK (difference_value_minor >= 0),
  currency text NOT NULL,
  status text NOT NULL CHECK (status IN ('applied', 'waiting', 'approved', 'rejected', 'superseded')),
  counted_by jsonb NOT NULL,
  counted_at timestamptz NOT NULL,
  reason jsonb,
  decided_by jsonb,
  decided_at timestamptz,
  decision_reason jsonb,
  PRIMARY KEY (tenant_id, count_id)
);
CREATE INDEX stock_counts_by_time ON stock_counts (tenant_id, counted_at, count_id);
CREATE INDEX stock_counts_waiting ON stock_counts (tenant_id, counted_at) WHERE status = 'waiting';

CREATE TABLE product_units (
  tenant_id uuid NOT NULL,
  product_id uuid NOT NULL,
  unit text NOT NULL,
  -- Stock units in one of this unit.
  per_unit numeric NOT NULL CHECK (per_unit > 0),
  PRIMARY KEY (tenant_id, product_id, unit)
);

-- That a code has one product is guarded by its claim. While a code changes hands both may stand here for a moment, in
-- whatever order the two products' events arrive.
CREATE TABLE product_barcodes (
  tenant_id uuid NOT NULL,
  barcode text NOT NULL,
  product_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, barcode, product_id)
);
CREATE INDEX product_barcodes_by_product ON product_barcodes (tenant_id, product_id);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['stock_reservations', 'stock_counts', 'product_units', 'product_barcodes'] LOOP
    EXECUTE format('CALL isolate_by_tenant(%L)', name);
    EXECUTE format('GRANT SELECT ON %I TO app_query', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO app_persist', name);
  END LOOP;
END $$;
GRANT DELETE ON product_units, product_barcodes TO app_persist;
-- Whether a decision still rests on what was seen is judged where it is settled, by material_facts.
GRANT SELECT ON stock_reservations TO app_emit;

-- As before, but what is in quarantine is not available and no part of the inventory position, and a reservation whose
-- last day is over holds nothing: that follows from the tenant's day, and is written with the next write on that stock.
CREATE OR REPLACE VIEW material_facts WITH (security_invoker = true) AS
SELECT
  s.tenant_id, s.product_id, s.location_id,
  p.sku, p.name AS product_name, p.unit, p.status AS product_status, p.unit_cost_minor, p.currency AS product_currency,
  l.name AS location_name,
  s.on_hand, s.allocated - e.lapsed AS allocated, s.on_hand - s.allocated + e.lapsed - s.quarantined AS available,
  coalesce(o.on_order, 0) AS on_order,
  coalesce(o.on_request, 0) AS on_request,
  s.on_hand - s.allocated + e.lapsed - s.quarantined + coalesce(o.on_order, 0) AS inventory_position,
  coalesce(o.open_orders, '[]'::jsonb) AS open_orders,
  t.supplier_id, u.name AS supplier_name, coalesce(u.status = 'held', false) AS supplier_held,
  t.unit_price_minor, t.currency, t.lead_time_days, t.lead_time_standard_deviation,
  t.minimum_order_quantity, t.order_multiple,
  i.policy_version, i.run_id, i.reorder_point, i.order_up_to_level, i.safety_stock, i.review_period_days,
  i.cycle_service_level, i.mean_per_day, i.standard_deviation_per_day, i.lead_time_demand, i.protection_demand,
  d.last_demand_day,
  s.quarantined
FROM stock_levels s
JOIN products p USING (tenant_id, product_id)
JOIN locations l USING (tenant_id, location_id)
CROSS JOIN LATERAL (
  SELECT coalesce(sum(r.quantity), 0) AS lapsed
  FROM stock_reservations r JOIN tenants w ON w.tenant_id = r.tenant_id
  WHERE r.tenant_id = s.tenant_id AND r.product_id = s.product_id AND r.location_id = s.location_id
    AND r.status = 'held' AND r.until_day < (now() AT TIME ZONE w.time_zone)::date
) e
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
