"use client";

import { Box, Server, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Combobox } from "@/components/ui/combobox";
import { Dialog, OverlayClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { NumberStepper } from "@/components/ui/number-stepper";
import { Panel } from "@/components/ui/panel";
import { Popover } from "@/components/ui/popover";
import { RadioCards } from "@/components/ui/radio-cards";
import { Select } from "@/components/ui/select";
import { Steps } from "@/components/ui/steps";
import { Switch } from "@/components/ui/switch";
import { TagInput } from "@/components/ui/tag-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";

const versions = [
  { value: "1.37.2", label: "1.37.2", hint: "newest" },
  { value: "1.36.3", label: "1.36.3" },
] as const;

/** Controls, alone and in a form. */
export function FormExamples() {
  return (
    <div className="grid grid-cols-1 gap-5 xl:grid-cols-2">
      <Panel title="Form">
        <PoolForm />
      </Panel>
      <Panel title="Buttons and overlays">
        <Buttons />
      </Panel>
    </div>
  );
}

function PoolForm() {
  const [version, setVersion] = useState<(typeof versions)[number]["value"]>("1.37.2");
  const [size, setSize] = useState<"one" | "three">("one");
  const [nodes, setNodes] = useState(3);
  const [labels, setLabels] = useState(["tier=web", "zone=a"]);
  const [zone, setZone] = useState<string>();
  const [ha, setHa] = useState(true);
  const [agree, setAgree] = useState(true);
  return (
    <form className="flex flex-col gap-4">
      <Steps steps={["Profile", "Pools", "Review"]} current={1} onStep={() => undefined} />
      <Field
        label="Cluster name"
        help="Lowercase letters, digits and hyphens."
        error="demo is taken in this project. Choose another name."
      >
        <Input defaultValue="demo" mono />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Kubernetes">
          <Select value={version} onValueChange={setVersion} options={versions} />
        </Field>
        <Field label="Zone" optional>
          <Combobox
            value={zone}
            onValueChange={setZone}
            options={["eu-north-1", "eu-west-1", "us-east-2"].map((z) => ({ value: z, label: z }))}
          />
        </Field>
      </div>
      <RadioCards
        label="Control plane"
        value={size}
        onValueChange={setSize}
        options={[
          {
            value: "one",
            title: "1 node",
            icon: <Box />,
            description: "Enough to try and to develop.",
          },
          {
            value: "three",
            title: "3 nodes",
            icon: <Server />,
            description: "Stays up when one of them is lost.",
            badge: <Badge tone="accent">Recommended</Badge>,
          },
        ]}
      />
      <Field label="Workers">
        <NumberStepper value={nodes} onValueChange={setNodes} min={0} max={50} unit="nodes" />
      </Field>
      <Field label="Labels" help="Set on every node of the pool.">
        <TagInput
          value={labels}
          onValueChange={setLabels}
          validate={(text) => (text.includes("=") ? undefined : `${text} has no "=".`)}
        />
      </Field>
      <Field label="Note" optional>
        <Textarea placeholder="What is this pool for?" />
      </Field>
      <Checkbox checked={agree} onCheckedChange={setAgree} label="Replace nodes one by one" />
      <Switch
        checked={ha}
        onCheckedChange={setHa}
        label="Repair nodes by itself"
        help="After 5 minutes without a heartbeat."
      />
    </form>
  );
}

function Buttons() {
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        <Button variant="primary">Deploy</Button>
        <Button>Edit</Button>
        <Button variant="ghost">Cancel</Button>
        <Button variant="danger">Delete cluster</Button>
        <Button variant="danger-quiet">Remove</Button>
        <IconButton label="Delete" icon={<Trash2 />} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary" size="sm">
          Small
        </Button>
        <Button variant="primary" size="lg">
          Large
        </Button>
        <Button loading>Saving</Button>
        <Button disabled>Disabled</Button>
        <Kbd>⌘</Kbd>
        <Kbd>K</Kbd>
      </div>
      <div className="flex flex-wrap gap-2">
        <Dialog
          title="Publish version"
          description="A published version never changes."
          trigger={<Button>Dialog</Button>}
          footer={
            <>
              <OverlayClose>
                <Button>Cancel</Button>
              </OverlayClose>
              <Button variant="primary">Publish 1.5.0</Button>
            </>
          }
        >
          <Field label="Version">
            <Input mono defaultValue="1.5.0" />
          </Field>
        </Dialog>
        <Popover trigger={<Button>Popover</Button>}>A small panel.</Popover>
        <Button
          onClick={() =>
            toast.success("Copied", { description: "The address is on the clipboard." })
          }
        >
          Toast
        </Button>
        <Button
          onClick={() =>
            toast.error("Not saved", { description: "Someone else saved version 12 first." })
          }
        >
          Error toast
        </Button>
      </div>
    </div>
  );
}
