-- The audit trail can be added to and read, never changed.
REVOKE UPDATE, DELETE ON audit_entries FROM lamina_app;
--> statement-breakpoint
-- A published version is what clusters were built from: nobody changes it, not even the owner.
CREATE FUNCTION lamina_refuse_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' AND (
    NEW.state IS DISTINCT FROM OLD.state OR NEW.layers IS DISTINCT FROM OLD.layers
    OR NEW.version IS DISTINCT FROM OLD.version OR NEW.digest IS DISTINCT FROM OLD.digest
  ) THEN
    RAISE EXCEPTION 'profile version % is published and cannot change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER cluster_profile_versions_immutable BEFORE UPDATE ON cluster_profile_versions
  FOR EACH ROW EXECUTE FUNCTION lamina_refuse_published_change();
--> statement-breakpoint
-- The change feed: "this object changed", by trigger so that no writer can forget it.
-- The arguments are the object's kind and the column that holds its id.
CREATE FUNCTION lamina_notify_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row_data jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
BEGIN
  PERFORM pg_notify('lamina_changes', json_build_object(
    'tenantId', row_data ->> 'tenant_id', 'kind', TG_ARGV[0], 'id', row_data ->> TG_ARGV[1])::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER clusters_changed AFTER INSERT OR UPDATE OR DELETE ON clusters
  FOR EACH ROW EXECUTE FUNCTION lamina_notify_change('cluster', 'id');
--> statement-breakpoint
CREATE TRIGGER operations_changed AFTER INSERT OR UPDATE OR DELETE ON operations
  FOR EACH ROW EXECUTE FUNCTION lamina_notify_change('cluster', 'cluster_id');
--> statement-breakpoint
CREATE TRIGGER cluster_reports_changed AFTER INSERT OR UPDATE OR DELETE ON cluster_reports
  FOR EACH ROW EXECUTE FUNCTION lamina_notify_change('cluster', 'cluster_id');
--> statement-breakpoint
CREATE TRIGGER cluster_profiles_changed AFTER INSERT OR UPDATE OR DELETE ON cluster_profiles
  FOR EACH ROW EXECUTE FUNCTION lamina_notify_change('profile', 'id');
--> statement-breakpoint
CREATE TRIGGER cluster_profile_versions_changed AFTER INSERT OR UPDATE OR DELETE ON cluster_profile_versions
  FOR EACH ROW EXECUTE FUNCTION lamina_notify_change('profile', 'profile_id');
