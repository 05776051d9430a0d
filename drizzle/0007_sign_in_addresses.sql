CREATE TABLE "sign_in_addresses" (
	"tenant_id" text NOT NULL,
	"user_id" text NOT NULL,
	"key_id" text NOT NULL,
	"address_index" text NOT NULL,
	CONSTRAINT "sign_in_addresses_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id"),
	CONSTRAINT "sign_in_addresses_once_key" UNIQUE("tenant_id","key_id","address_index")
);
--> statement-breakpoint
ALTER TABLE "sign_in_addresses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "system_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"wrapped" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
-- Keys of the installation are read by the owner only.
REVOKE ALL ON "system_keys" FROM lamina_app;--> statement-breakpoint
ALTER TABLE "users" DROP CONSTRAINT "users_email_index_key";--> statement-breakpoint
DROP INDEX "role_assignments_once_idx";--> statement-breakpoint
ALTER TABLE "sign_in_addresses" ADD CONSTRAINT "sign_in_addresses_key_id_system_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."system_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_addresses" ADD CONSTRAINT "sign_in_addresses_tenant_id_user_id_users_tenant_id_id_fk" FOREIGN KEY ("tenant_id","user_id") REFERENCES "public"."users"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sign_in_addresses_index_idx" ON "sign_in_addresses" USING btree ("address_index");--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "email_index";--> statement-breakpoint
-- A role in the whole tenant could be assigned twice, since NULL was distinct: one of them stays.
DELETE FROM "role_assignments" a USING "role_assignments" b
  WHERE a.ctid > b.ctid AND a.tenant_id = b.tenant_id AND a.user_id = b.user_id
    AND a.role_id = b.role_id AND a.project_id IS NOT DISTINCT FROM b.project_id;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_once_key" UNIQUE NULLS NOT DISTINCT("tenant_id","user_id","role_id","project_id");--> statement-breakpoint
CREATE POLICY "sign_in_addresses_tenant" ON "sign_in_addresses" AS PERMISSIVE FOR ALL TO "lamina_app" USING (tenant_id = current_setting('lamina.tenant_id', true)) WITH CHECK (tenant_id = current_setting('lamina.tenant_id', true));