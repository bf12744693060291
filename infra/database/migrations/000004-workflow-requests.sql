-- How facts ask for workflows: one row per subject, so that bursts coalesce.

-- Asks for a start of the machine for the subject, in p_delay_seconds at the latest (an earlier due time stays).
CREATE FUNCTION request_start(p_tenant uuid, p_machine text, p_subject text, p_input jsonb, p_delay_seconds numeric DEFAULT 5)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO workflow_starts AS w (tenant_id, machine, subject_key, due_at, facts_version, input)
  VALUES (p_tenant, p_machine, p_subject, clock_timestamp() + p_delay_seconds * interval '1 second', nextval('facts_versions'), p_input)
  ON CONFLICT (tenant_id, machine, subject_key) DO UPDATE
    SET due_at = least(w.due_at, excluded.due_at), facts_version = excluded.facts_version, input = excluded.input
$$;

-- Asks for an analysis of the products (NULL: of all). Past 150 products it becomes an analysis of all, so that the
-- input stays small.
CREATE FUNCTION request_analysis(p_tenant uuid, p_products uuid[])
RETURNS void LANGUAGE sql AS $$
  INSERT INTO workflow_starts AS w (tenant_id, machine, subject_key, due_at, facts_version, input)
  VALUES (p_tenant, 'issue-analysis', 'changed', clock_timestamp() + interval '5 seconds', nextval('facts_versions'),
    jsonb_build_object('tenantId', p_tenant, 'productIds', to_jsonb(p_products)))
  ON CONFLICT (tenant_id, machine, subject_key) DO UPDATE
    SET due_at = least(w.due_at, excluded.due_at),
        facts_version = excluded.facts_version,
        input = jsonb_build_object('tenantId', p_tenant, 'productIds', CASE
          WHEN jsonb_typeof(w.input -> 'productIds') <> 'array' OR p_products IS NULL THEN 'null'::jsonb
          WHEN jsonb_array_length(w.input -> 'productIds') + cardinality(p_products) > 150 THEN 'null'::jsonb
          ELSE (SELECT jsonb_agg(DISTINCT id) FROM (
            SELECT jsonb_array_elements(w.input -> 'productIds') AS id
            UNION SELECT to_jsonb(unnest(p_products))) ids)
        END)
$$;
GRANT EXECUTE ON FUNCTION request_start(uuid, text, text, jsonb, numeric) TO app_emit, app_persist, app_start;
GRANT EXECUTE ON FUNCTION request_analysis(uuid, uuid[]) TO app_emit, app_persist;
