"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, ArrowRight, Rocket } from "lucide-react";
import { useCallback, useEffect } from "react";
import { useWatch } from "react-hook-form";
import { z } from "zod";
import { useCan, useProject } from "@/components/access/session";
import { useCapacity } from "@/components/cluster/deploy/capacity-note";
import { PoolsStep } from "@/components/cluster/deploy/pools-step";
import { ReviewStep } from "@/components/cluster/deploy/review-step";
import { VersionStep } from "@/components/cluster/deploy/version-step";
import { useUrlParams } from "@/components/cluster/use-url-params";
import { useGo } from "@/components/layout/leave-guard";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button, ButtonLink } from "@/components/ui/button";
import { ForbiddenState } from "@/components/ui/forbidden-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Steps } from "@/components/ui/steps";
import { suggestName } from "./deploy-values";
import { forgetDeploy, useDeployForm, type DeployForm } from "./use-deploy-form";

const stepKeys = ["profile", "pools", "review"] as const;
const params = z.object({
  profileVersion: z.string().catch(""),
  step: z.enum(stepKeys).catch("profile"),
});

/** The deploy wizard. Version and step stand in the address, the rest in the tab's storage. */
export function DeployPage() {
  const project = useProject();
  const allowed = useCan("cluster.create", project.id);
  return allowed ? <Wizard /> : <ForbiddenState permission="cluster.create" headingLevel={1} />;
}

function Wizard() {
  const project = useProject();
  const [{ profileVersion, step }, change] = useUrlParams(params);
  const form = useDeployForm(project.id, profileVersion);
  const values = useWatch({ control: form.control });
  const pools = useWatch({ control: form.control, name: "pools" });
  const nameTaken = useNames(form, profileVersion).includes(values.name ?? "");
  const capacity = useCapacity(project.id, pools);
  const deploy = useDeploy(form, () => change({ step: "pools" }, "push"));
  const current = profileVersion === "" ? 0 : stepKeys.indexOf(step);
  const go = async (index: number) => {
    // Going back is always possible; going on needs what this step asks for.
    if (index > current && current === 1 && (nameTaken || !(await isComplete(form)))) return;
    change({ step: stepKeys[index] }, "push");
    window.scrollTo({ top: 0 });
  };
  const choose = useCallback((id: string) => change({ profileVersion: id }), [change]);
  return (
    <>
      <PageHeader
        breadcrumbs={
          <Breadcrumbs
            items={[{ label: "Clusters", href: `/${project.slug}/clusters` }, { label: "Deploy" }]}
          />
        }
        title="Deploy a cluster"
        actions={<Steps steps={["Profile", "Pools", "Review"]} current={current} onStep={go} />}
      />
      <PageBody>
        {current === 0 ? <VersionStep versionId={profileVersion} onChoose={choose} /> : null}
        {current === 1 ? <PoolsStep form={form} nameTaken={nameTaken} capacity={capacity} /> : null}
        {current === 2 ? (
          <ReviewStep values={form.getValues()} capacity={capacity} error={deploy.error} />
        ) : null}
        <div className="flex flex-wrap items-center gap-2 border-t pt-4">
          {current === 0 ? (
            <ButtonLink variant="ghost" href={`/${project.slug}/clusters`}>
              Cancel
            </ButtonLink>
          ) : (
            <Button icon={<ArrowLeft />} onClick={() => go(current - 1)}>
              Back
            </Button>
          )}
          <span className="flex-1" />
          {current < 2 ? (
            <Button
              variant="primary"
              iconEnd={<ArrowRight />}
              disabled={profileVersion === "" || (current === 1 && nameTaken)}
              onClick={() => go(current + 1)}
            >
              Next
            </Button>
          ) : (
            <Button
              variant="primary"
              icon={<Rocket />}
              loading={deploy.busy}
              disabled={capacity?.fits === false || nameTaken}
              onClick={deploy.run}
            >
              Deploy
            </Button>
          )}
        </div>
      </PageBody>
    </>
  );
}

/** Whether everything is filled in rightly; whatever is not says so from now on. */
async function isComplete(form: DeployForm): Promise<boolean> {
  let complete = false;
  await form.handleSubmit(() => {
    complete = true;
  })();
  return complete;
}

/** The names in use; puts a free one into the form while nobody has typed any. */
function useNames(form: DeployForm, versionId: string): string[] {
  const project = useProject();
  const trpc = useTRPC();
  const clusters = useQuery(trpc.cluster.list.queryOptions({ projectId: project.id }));
  const version = useQuery({
    ...trpc.profile.version.queryOptions({ versionId }),
    enabled: versionId !== "",
  });
  const names = clusters.data?.map((cluster) => cluster.name);
  const profileName = version.data?.profile.name;
  const suggestion = names && profileName ? suggestName(profileName, names) : undefined;
  useEffect(() => {
    if (!suggestion || form.getValues("name") !== "") return;
    form.setValue("name", suggestion, { shouldValidate: true });
  }, [form, suggestion]);
  return names ?? [];
}

function useDeploy(form: DeployForm, onRefused: () => void) {
  const project = useProject();
  const trpc = useTRPC();
  const go = useGo();
  const queryClient = useQueryClient();
  const mutation = useMutation(
    trpc.cluster.create.mutationOptions({
      onSuccess: ({ clusterId }) => {
        forgetDeploy(project.id);
        go(`/${project.slug}/clusters/${clusterId}/timeline`);
        void queryClient.invalidateQueries(trpc.cluster.pathFilter());
      },
      onError: (error) => {
        const { name } = apiErrorOf(error).fields;
        if (name === undefined) return;
        form.setError("name", { message: name });
        onRefused();
      },
    }),
  );
  const run = form.handleSubmit((values) => mutation.mutate(values), onRefused);
  return { run, busy: mutation.isPending || mutation.isSuccess, error: mutation.error };
}
