{{- /* True when a rule is on: a policy without validations is refused by Kubernetes. */}}
{{- define "pod-security-baseline.hasRules" -}}
{{- if or .Values.rules.noPrivileged .Values.rules.noHostNamespaces .Values.rules.noLatestTag }}yes{{ end -}}
{{- end -}}
