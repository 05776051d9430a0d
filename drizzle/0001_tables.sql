CREATE TABLE "cluster_agents" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"cluster_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"version" text DEFAULT '' NOT NULL,
	"connected" boolean DEFAULT false NOT NULL,
	"last_heartbeat_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cluster_agents_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "cluster_agents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cluster_reports" (
	"tenant_id" text NOT NULL,
	"cluster_id" text NOT NULL,
	"kind" text NOT NULL,
	"revision" integer NOT NULL,
	"data" jsonb NOT NULL,
	"reported_at" timestamp with time zone NOT NULL,
	CONSTRAINT "cluster_reports_tenant_id_cluster_id_kind_pk" PRIMARY KEY("tenant_id","cluster_id","kind")
);
--> statement-breakpoint
ALTER TABLE "cluster_reports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "clusters" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"profile_version_id" text NOT NULL,
	"spec" jsonb NOT NULL,
	"generation" integer DEFAULT 1 NOT NULL,
	"conditions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"observed" jsonb NOT NULL,
	"kubeconfig_sealed" text,
	"created_by" text NOT NULL,
	"deletion_requested_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "clusters_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "clusters" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "operations" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"cluster_id" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"state" text NOT NULL,
	"generation" integer NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"steps" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "operations_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "operations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "pack_registries" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"synced_at" timestamp with time zone,
	CONSTRAINT "pack_registries_name_key" UNIQUE NULLS NOT DISTINCT("tenant_id","name")
);
--> statement-breakpoint
ALTER TABLE "pack_registries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "packs" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text,
	"registry_id" text NOT NULL,
	"name" text NOT NULL,
	"version" text NOT NULL,
	"layer" text NOT NULL,
	"digest" text NOT NULL,
	"content" jsonb NOT NULL,
	"files" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "packs_digest_key" UNIQUE("registry_id","digest")
);
--> statement-breakpoint
ALTER TABLE "packs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cluster_profile_versions" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"profile_id" text NOT NULL,
	"version" text NOT NULL,
	"state" text NOT NULL,
	"layers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"digest" text,
	"note" text DEFAULT '' NOT NULL,
	"published_at" timestamp with time zone,
	"published_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cluster_profile_versions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "cluster_profile_versions_key" UNIQUE("tenant_id","profile_id","version")
);
--> statement-breakpoint
ALTER TABLE "cluster_profile_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cluster_profiles" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"type" text NOT NULL,
	"cloud_type" text NOT NULL,
	"tags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cluster_profiles_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "cluster_profiles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"project_id" text,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"action" text NOT NULL,
	"object_kind" text NOT NULL,
	"object_id" text NOT NULL,
	"object_name" text DEFAULT '' NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"request_id" text NOT NULL,
	CONSTRAINT "audit_entries_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "audit_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "projects" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "projects_slug_key" UNIQUE("tenant_id","slug")
);
--> statement-breakpoint
ALTER TABLE "projects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "role_assignments" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"role_id" text NOT NULL,
	"project_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "role_assignments_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "role_assignments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "roles" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"scope" text NOT NULL,
	"type" text NOT NULL,
	"permissions" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "roles_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "roles_key_key" UNIQUE("tenant_id","key")
);
--> statement-breakpoint
ALTER TABLE "roles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sessions" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	CONSTRAINT "sessions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tenant_keys" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"wrapped" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "tenant_keys_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "tenant_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tenants" (
	"tenant_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenants_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "tenants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"email_sealed" text NOT NULL,
	"email_index" text NOT NULL,
	"name_sealed" text NOT NULL,
	"password_hash" text,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "users_email_index_key" UNIQUE("tenant_id","email_index")
);
--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "cluster_agents" ADD CONSTRAINT "cluster_agents_tenant_id_cluster_id_clusters_tenant_id_id_fk" FOREIGN KEY ("tenant_id","cluster_id") REFERENCES "public"."clusters"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cluster_reports" ADD CONSTRAINT "cluster_reports_tenant_id_cluster_id_clusters_tenant_id_id_fk" FOREIGN KEY ("tenant_id","cluster_id") REFERENCES "public"."clusters"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clusters" ADD CONSTRAINT "clusters_tenant_id_project_id_projects_tenant_id_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clusters" ADD CONSTRAINT "clusters_tenant_id_profile_version_id_cluster_profile_versions_tenant_id_id_fk" FOREIGN KEY ("tenant_id","profile_version_id") REFERENCES "public"."cluster_profile_versions"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_tenant_id_cluster_id_clusters_tenant_id_id_fk" FOREIGN KEY ("tenant_id","cluster_id") REFERENCES "public"."clusters"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "packs" ADD CONSTRAINT "packs_registry_id_pack_registries_id_fk" FOREIGN KEY ("registry_id") REFERENCES "public"."pack_registries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cluster_profile_versions" ADD CONSTRAINT "cluster_profile_versions_tenant_id_profile_id_cluster_profiles_tenant_id_id_fk" FOREIGN KEY ("tenant_id","profile_id") REFERENCES "public"."cluster_profiles"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cluster_profiles" ADD CONSTRAINT "cluster_profiles_tenant_id_project_id_projects_tenant_id_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_tenant_id_tenants_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_tenant_id_tenants_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_tenant_id_user_id_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_tenant_id_role_id_roles_tenant_id_id_fk" FOREIGN KEY ("tenant_id","role_id") REFERENCES "public"."roles"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_tenant_id_project_id_projects_tenant_id_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."projects"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_tenant_id_tenants_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_tenant_id_user_id_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_keys" ADD CONSTRAINT "tenant_keys_tenant_id_tenants_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_tenant_id_tenants_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cluster_agents_cluster_idx" ON "cluster_agents" USING btree ("tenant_id","cluster_id");--> statement-breakpoint
CREATE UNIQUE INDEX "cluster_agents_token_idx" ON "cluster_agents" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "clusters_name_idx" ON "clusters" USING btree ("tenant_id","project_id","name") WHERE "clusters"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "operations_cluster_idx" ON "operations" USING btree ("tenant_id","cluster_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "packs_current_idx" ON "packs" USING btree ("registry_id","name","version") WHERE "packs"."withdrawn_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "cluster_profiles_name_idx" ON "cluster_profiles" USING btree ("tenant_id","project_id","name") WHERE "cluster_profiles"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "audit_entries_at_idx" ON "audit_entries" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "role_assignments_once_idx" ON "role_assignments" USING btree ("tenant_id","user_id","role_id","project_id");--> statement-breakpoint
CREATE INDEX "sessions_user_idx" ON "sessions" USING btree ("tenant_id","user_id");--> statement-breakpoint
CREATE POLICY "cluster_agents_tenant" ON "cluster_agents" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "cluster_reports_tenant" ON "cluster_reports" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "clusters_tenant" ON "clusters" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "operations_tenant" ON "operations" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "pack_registries_read" ON "pack_registries" AS PERMISSIVE FOR SELECT TO "lamina_app" USING (tenant_id is null or tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "packs_read" ON "packs" AS PERMISSIVE FOR SELECT TO "lamina_app" USING (tenant_id is null or tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "cluster_profile_versions_tenant" ON "cluster_profile_versions" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "cluster_profiles_tenant" ON "cluster_profiles" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "audit_entries_tenant" ON "audit_entries" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "projects_tenant" ON "projects" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "role_assignments_tenant" ON "role_assignments" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "roles_tenant" ON "roles" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "sessions_tenant" ON "sessions" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "tenant_keys_tenant" ON "tenant_keys" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "tenants_tenant" ON "tenants" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));--> statement-breakpoint
CREATE POLICY "users_tenant" ON "users" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));