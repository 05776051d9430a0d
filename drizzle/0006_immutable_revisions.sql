-- A published version is what clusters were built from: nothing of it changes any more, and it stays,
-- whoever asks.
CREATE OR REPLACE FUNCTION lamina_refuse_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' AND (
    TG_OP = 'DELETE' OR to_jsonb(NEW) - 'updated_at' IS DISTINCT FROM to_jsonb(OLD) - 'updated_at'
  ) THEN
    RAISE EXCEPTION 'profile version % is published and cannot change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER cluster_profile_versions_immutable ON cluster_profile_versions;
--> statement-breakpoint
CREATE TRIGGER cluster_profile_versions_immutable BEFORE UPDATE OR DELETE ON cluster_profile_versions
  FOR EACH ROW EXECUTE FUNCTION lamina_refuse_published_change();
--> statement-breakpoint
-- Profiles name a pack by its digest and find the same bytes for ever. What the reader sees in them
-- (content) grows with the reader, and a registry may withdraw a revision.
CREATE FUNCTION lamina_refuse_pack_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := '{content,withdrawn_at}';
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
    RAISE EXCEPTION 'pack revision % cannot change', OLD.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER packs_immutable BEFORE UPDATE OR DELETE ON packs
  FOR EACH ROW EXECUTE FUNCTION lamina_refuse_pack_change();
