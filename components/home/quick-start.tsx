"use client";

import { SquareStack } from "lucide-react";
import { useCan, useProject } from "@/components/access/session";
import { ReadinessPanel } from "@/components/home/readiness-panel";
import { SampleButton } from "@/components/home/sample-button";
import { ButtonLink } from "@/components/ui/button";
import { PageBody } from "@/components/ui/page-header";

const steps = [
  {
    title: "Compose a profile",
    text: "Operating system, Kubernetes, network, storage and add-ons, layer by layer. Publish it as a version that never changes.",
  },
  {
    title: "Deploy it",
    text: "Choose the version and the machines. Every step shows what it does, how long it took, and what it is waiting for.",
  },
  {
    title: "Use and change it",
    text: "Run kubectl against a real API server. Scale pools, publish new versions, delete clusters: the timeline records it all.",
  },
];

/** Greets an empty project: what this is, whether it can start, and two ways to begin. */
export function QuickStart() {
  const project = useProject();
  const mayBuild = useCan("clusterProfile.create", project.id);
  return (
    <PageBody className="max-w-6xl pt-10">
      <div className="grid grid-cols-1 items-start gap-8 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
        <div>
          <h1 className="text-2xl font-semibold tracking-[-0.015em] sm:text-3xl">
            A whole cluster, described once
          </h1>
          <p className="mt-3 max-w-xl text-base text-pretty text-ink-muted">
            Lamina describes a Kubernetes stack as one versioned profile and creates clusters from
            it. The sample runs a control plane, three simulated workers and a small web app on this
            machine, in about a minute.
          </p>
          <div className="mt-6 flex flex-wrap items-center gap-3">
            <SampleButton />
            {mayBuild ? (
              <ButtonLink size="lg" icon={<SquareStack />} href={`/${project.slug}/profiles/new`}>
                Build a profile
              </ButtonLink>
            ) : null}
          </div>
          <ol className="mt-10 flex flex-col gap-5">
            {steps.map((step, index) => (
              <li key={step.title} className="flex gap-4">
                <span
                  aria-hidden="true"
                  className="grid size-7 shrink-0 place-items-center rounded-full border border-line-strong text-xs font-semibold text-accent-text"
                >
                  {index + 1}
                </span>
                <div>
                  <h2 className="text-sm font-semibold">{step.title}</h2>
                  <p className="max-w-lg text-sm text-pretty text-ink-muted">{step.text}</p>
                </div>
              </li>
            ))}
          </ol>
        </div>
        <ReadinessPanel projectId={project.id} />
      </div>
    </PageBody>
  );
}
