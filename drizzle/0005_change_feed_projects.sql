-- A change tells its project too, so that a page hears only of projects its person has a role in.
CREATE OR REPLACE FUNCTION lamina_notify_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row_data jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
  tenant text := row_data ->> 'tenant_id';
  object text := row_data ->> TG_ARGV[1];
  project text := row_data ->> 'project_id';
BEGIN
  IF project IS NULL AND TG_ARGV[0] = 'cluster' THEN
    SELECT project_id INTO project FROM clusters WHERE tenant_id = tenant AND id = object;
  ELSIF project IS NULL AND TG_ARGV[0] = 'profile' THEN
    SELECT project_id INTO project FROM cluster_profiles WHERE tenant_id = tenant AND id = object;
  END IF;
  PERFORM pg_notify('lamina_changes', json_build_object(
    'tenantId', tenant, 'kind', TG_ARGV[0], 'id', object, 'projectId', project)::text);
  RETURN NULL;
END $$;
