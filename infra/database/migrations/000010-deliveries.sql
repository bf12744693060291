-- Receipts that were taken back, goods that were not accepted, and where an order on hold goes on.

-- The receipt's own row never changes.
CREATE TABLE receipt_reversals (
  tenant_id uuid NOT NULL,
  receipt_id uuid NOT NULL,
  purchase_order_id uuid NOT NULL,
  reversed_at timestamptz NOT NULL,
  reversed_by jsonb NOT NULL,
  reason jsonb,
  PRIMARY KEY (tenant_id, receipt_id)
);
CREATE INDEX receipt_reversals_by_order ON receipt_reversals (tenant_id, purchase_order_id);

CREATE TABLE delivery_discrepancies (
  tenant_id uuid NOT NULL,
  event_id uuid NOT NULL,
  purchase_order_id uuid NOT NULL,
  line_number int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('over', 'short', 'rejected')),
  quantity numeric NOT NULL CHECK (quantity > 0),
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX delivery_discrepancies_by_order ON delivery_discrepancies (tenant_id, purchase_order_id);

ALTER TABLE purchase_orders
  ADD COLUMN acknowledged_at timestamptz,
  ADD COLUMN held_reason jsonb;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['receipt_reversals', 'delivery_discrepancies'] LOOP
    EXECUTE format('CALL isolate_by_tenant(%L)', name);
    EXECUTE format('GRANT SELECT ON %I TO app_query', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO app_persist', name);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON receipt_reversals, delivery_discrepancies FROM app_persist;
-- Whether a supplier's basket is worth a postponed order is judged where the order is woken.
GRANT SELECT ON receipt_reversals, recommendations TO app_emit;

-- A receipt that never was says nothing about a supplier.
CREATE OR REPLACE VIEW observed_lead_times WITH (security_invoker = true) AS
SELECT r.tenant_id, o.supplier_id, l.product_id, o.purchase_order_id, r.received_at,
  extract(epoch FROM r.received_at - o.issued_at) / 86400 AS days, (line ->> 'quantity')::numeric AS quantity
FROM receipts r
JOIN purchase_orders o USING (tenant_id, purchase_order_id)
CROSS JOIN LATERAL jsonb_array_elements(r.lines) line
JOIN purchase_order_lines l ON l.tenant_id = r.tenant_id AND l.purchase_order_id = r.purchase_order_id
  AND l.line_number = (line ->> 'lineNumber')::int
WHERE o.issued_at IS NOT NULL AND r.received_at >= o.issued_at
  AND NOT EXISTS (SELECT FROM receipt_reversals v WHERE v.tenant_id = r.tenant_id AND v.receipt_id = r.receipt_id);
