{{- define "nightly-job.labels" -}}
app.kubernetes.io/name: nightly-job
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}
{{- define "nightly-job.selector" -}}
app.kubernetes.io/name: nightly-job
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
