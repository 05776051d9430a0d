import { nextVersion } from "@/components/profile/model/next-version";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** The number of a new version, with the next patch, minor and major version to choose from. */
export function VersionField({
  value,
  onChange,
  taken,
  error,
}: {
  value: string;
  onChange: (value: string) => void;
  taken: readonly string[];
  error?: string | null;
}) {
  return (
    <div className="space-y-3">
      <Field label="Version" error={error ?? undefined}>
        <Input
          mono
          value={value}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <div className="flex gap-1.5">
        {(["patch", "minor", "major"] as const).map((bump) => {
          const proposed = nextVersion(taken, bump);
          return (
            <Button
              key={bump}
              size="sm"
              className="font-mono"
              onClick={() => onChange(proposed)}
              aria-label={`Use ${proposed}`}
            >
              {proposed}
            </Button>
          );
        })}
      </div>
    </div>
  );
}
