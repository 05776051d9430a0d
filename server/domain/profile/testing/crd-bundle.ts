/** A bundle of definitions of new kinds as large as those of real operators: `count` kinds of one size. */
export function crdBundle(bytes: number, count = 20): string {
  const each = Math.floor(bytes / count);
  return Array.from({ length: count }, (_, i) => definition(i, each)).join("");
}

function definition(index: number, bytes: number): string {
  const head = `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things${index}.bundle.example.org
spec:
  group: bundle.example.org
  names:
    kind: Thing${index}
    plural: things${index}
    singular: thing${index}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
`;
  const fields: string[] = [];
  for (let length = head.length, n = 0; length < bytes; n += 1) {
    const text = field(n);
    fields.push(text);
    length += text.length;
  }
  return head + fields.join("");
}

function field(n: number): string {
  return `              field${n}:
                description: |-
                  Field ${n} describes one part of the object in as many words as real definitions
                  use, and goes on for another line.
                type: string
`;
}
