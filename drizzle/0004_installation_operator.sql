ALTER TABLE "tenants" ADD COLUMN "operates_installation" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "tenants_one_operator_idx" ON "tenants" USING btree ("operates_installation") WHERE "tenants"."operates_installation";--> statement-breakpoint
-- Until now every installation had the one tenant that its first run made.
UPDATE "tenants" SET "operates_installation" = true WHERE "slug" = 'default';