import { Badge } from "@/components/ui/badge";
import { RadioCards } from "@/components/ui/radio-cards";
import { Time } from "@/components/ui/time";
import type { VersionChoice } from "@/server/domain/cluster/views";

/** The versions to choose among. One that is refused can be looked at, and says why. */
export function VersionCards({
  choices,
  chosen,
  onChoose,
}: {
  choices: readonly VersionChoice[];
  chosen: string;
  onChoose: (versionId: string) => void;
}) {
  return (
    <RadioCards
      label="Version"
      columns={1}
      value={chosen}
      onValueChange={onChoose}
      className="max-h-72 overflow-y-auto"
      options={choices.map((choice) => ({
        value: choice.id,
        title: choice.version,
        description: <Description choice={choice} />,
        badge: (
          <>
            {choice.age === "older" ? <Badge>older</Badge> : null}
            <Badge tone="outline">Kubernetes {choice.kubernetesVersion ?? "not included"}</Badge>
          </>
        ),
      }))}
    />
  );
}

function Description({ choice }: { choice: VersionChoice }) {
  if (choice.refusal !== null) return <span className="text-warn-text">{choice.refusal}</span>;
  return (
    <>
      {choice.note ? `${choice.note} · ` : ""}published{" "}
      {choice.publishedAt ? <Time at={choice.publishedAt} /> : null}
    </>
  );
}
