/**
 * The guard stands between the console and a child: a console that is killed cannot stop its children,
 * but its end of the pipe on the guard's stdin closes, and that the guard sees.
 *
 * Arguments: seconds between TERM and KILL, then the command. It tells the child's pid on descriptor 3,
 * where somebody listens, and exits as the child did (128 + signal when a signal ended it).
 *
 * The watcher reads with the builtin `read`, so that killing it leaves no helper such as `cat` behind.
 */
export const GUARD_SCRIPT = `
grace=$1; shift
exec 4<&0 </dev/null
"$@" 3>&- 4<&- &
child=$!
{ echo "$child" >&3; } 2>/dev/null
exec 3>&-
trap 'kill -TERM "$child" 2>/dev/null' TERM INT HUP
(
  trap - TERM INT HUP
  while read -r _; do :; done <&4
  kill -TERM "$child" 2>/dev/null
  while [ "$grace" -gt 0 ] && kill -0 "$child" 2>/dev/null; do
    sleep 1; grace=$((grace - 1))
  done
  kill -KILL "$child" 2>/dev/null
) >/dev/null 2>&1 &
watcher=$!
exec 4<&-
while :; do
  wait "$child"; code=$?
  # A trapped signal interrupts wait; only a child that is gone ends the loop.
  kill -0 "$child" 2>/dev/null || break
done
kill -KILL "$watcher" 2>/dev/null
exit "$code"
`;

/** Program and arguments that run `command` under the guard. */
export function guarded(
  command: string,
  args: readonly string[],
  graceMs: number,
): { file: string; args: string[] } {
  const grace = String(Math.max(1, Math.ceil(graceMs / 1000)));
  return { file: "/bin/sh", args: ["-c", GUARD_SCRIPT, "lamina-guard", grace, command, ...args] };
}
