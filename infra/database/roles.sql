-- Group of every login role: what all functions need and no more. Run by migrate.ts before the migrations.
DO $$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY[
    'app_query', 'app_emit', 'app_persist', 'app_resolve', 'app_start',
    'app_sweep_outbox', 'app_sweep_approvals', 'app_sweep_mails', 'app_sweep_history',
    'app_sweep_partitions'
  ] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT', role_name);
    END IF;
  END LOOP;
END $$;
