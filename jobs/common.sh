# shellcheck shell=bash
# What every job script does: run an ensemble, pass on Slurm's warning before the time limit, and put the job back
# into the queue if the program stopped early and asks to be run again (exit code 75), or if a node was lost.
#
# CONFIG and OUTPUT name the configuration and the result file. The batch shell gets USR1 (#SBATCH --signal=B:USR1@...)
# and forwards it to the launcher, which hands it to every rank: the program then finishes what fits, renders, and
# exits with 75. The program knows the end of the wall time too (--deadline).

root=${YIELDSCAPE_ROOT:-$SLURM_SUBMIT_DIR}
# shellcheck source=jobs/site.sh
source "$root/jobs/site.sh"
tools=$root/tools
[[ ! $root -ef . ]] || tools=tools # as it is typed in the project's folder

readonly run_again=75     # the program stopped early: the same command goes on
readonly repeat_seconds=3 # between two requests to stop
readonly node_answers=60  # seconds; a node that starts nothing within them is lost

child='' interrupted=no terminated=no

say() { printf '%s %s: %s\n' "$(date +%FT%T)" "${SLURM_JOB_NAME:-job}" "$*"; }

refuse() {
  if [[ ${PLAN_ONLY:-} ]]; then printf '%s\n' "$*"; else say "$*"; fi
  exit 2
}

# Without an OUTPUT the result is named after the configuration.
name_files() {
  [[ ${CONFIG:-} ]] || refuse "CONFIG is missing: sbatch --export=ALL,CONFIG=my.yaml,OUTPUT=my.h5 ..., or use jobs/submit"
  OUTPUT=${OUTPUT:-$(basename "$CONFIG" .yaml).h5}
}

# The command that draws the result: into figures/, or a folder of its own there.
draw() {
  local name
  name=$(basename "$OUTPUT" .h5)
  [[ $name != paper ]] || name=
  printf '%s\n' "$tools/figures $OUTPUT -o figures${name:+/$name}"
}

# Asks again until the program has ended: a launcher or a program that is still starting does not hear.
ask_to_stop() {
  interrupted=yes
  say "the time limit is near: asking the program to stop"
  while kill -USR1 "$child" 2>/dev/null; do sleep "$repeat_seconds"; done
}

# Open MPI's launcher, told to end, gives its ranks so many seconds to stop in order; one of its own is too little for
# a rank in a long avalanche, whose lock would then stay.
export OMPI_MCA_odls_base_sigkill_timeout=${OMPI_MCA_odls_base_sigkill_timeout:-5}

# scancel and the time limit send TERM to the launcher themselves. Such a job is not wanted back.
note_termination() { interrupted=yes terminated=yes; }

# Runs a command and returns its exit code, whatever signals the shell gets meanwhile: a trapped signal ends
# `wait`, so it is called again until the command itself has ended (127: its code was already handed out).
run_and_forward() {
  local code rc=127
  trap ask_to_stop USR1
  trap note_termination TERM
  # What does not listen to USR1 yet ignores it instead of dying of it: here the launcher, in `launch` the program.
  (trap '' USR1 && exec "$@") &
  child=$!
  while :; do
    interrupted=no code=0
    wait "$child" || code=$?
    ((code == 127)) || rc=$code
    [[ $interrupted == yes && $code != 127 ]] || return "$rc"
  done
}

# Starts the program on the job's ranks.
launch() {
  local launcher
  [[ -x $YIELDSCAPE_PROGRAM ]] || refuse "there is no program $YIELDSCAPE_PROGRAM: build it, or set YIELDSCAPE_PROGRAM in jobs/site.sh"
  read -ra launcher <<<"$LAUNCH"
  run_and_forward "${launcher[@]}" env --ignore-signal=USR1 "$YIELDSCAPE_PROGRAM" "$@"
}

# The moment at which the job must have written everything, in seconds since 1970; nothing without a limit.
deadline() {
  local end=${SLURM_JOB_END_TIME:-}
  if [[ ! $end ]]; then
    end=$(squeue --noheader --jobs="$SLURM_JOB_ID" --format=%e 2>/dev/null) || return 0
    end=$(date --date="$end" +%s 2>/dev/null) || return 0
  fi
  printf '%s\n' "$((end - STOP_MARGIN))"
}

# Codes of a launcher that lost its processes, as opposed to the program's own verdicts (README).
is_launcher_failure() { (($1 == 1 || ($1 > 8 && $1 != 71))); }

# A launcher ends as soon as a node is lost, long before Slurm notices: does each node still start a process?
a_node_is_lost() {
  local nodes=${SLURM_JOB_NUM_NODES:-1}
  ((nodes > 1)) || return 1
  ! timeout "$node_answers" srun --overlap --nodes="$nodes" --ntasks="$nodes" --mpi=none true >/dev/null 2>&1
}

# This job alone: of an array only the one element.
job_id() {
  if [[ ${SLURM_ARRAY_JOB_ID:-} ]]; then
    printf '%s\n' "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
  else
    printf '%s\n' "$SLURM_JOB_ID"
  fi
}

requeue() {
  local why=$1 restarts=${SLURM_RESTART_COUNT:-0} rc=0
  if ((restarts >= MAX_REQUEUE)); then
    say "$why after $restarts restarts (MAX_REQUEUE); submit the job again to go on"
  else
    say "$why: back into the queue (restart $((restarts + 1)) of at most $MAX_REQUEUE)"
    scontrol requeue "$(job_id)" || rc=$?
    # Above 128: killed, because the job's processes end as it goes back into the queue.
    ((rc == 0 || rc > 128)) || say "Slurm refuses to requeue the job; submit it again to go on"
  fi
}

killed_by() { (($1 <= 128)) || printf ', killed by signal %d (9: often too little memory)' "$(($1 - 128))"; }

# finish CODE [NEXT]: ends the script with the program's exit code, after requeueing the job if the code or a lost
# node asks for it; NEXT is the command to be typed after success.
finish() {
  local rc=$1 next=${2:-}
  if [[ $terminated == yes ]]; then
    say "cancelled or out of time; submit the job again to go on"
  elif ((rc == run_again)); then
    requeue "stopped early"
  elif is_launcher_failure "$rc" && a_node_is_lost; then
    requeue "a node was lost"
  else
    say "finished with exit code $rc$(killed_by "$rc")"
    ((rc != 0)) || [[ ! $next ]] || say "next: $next"
  fi
  exit "$rc"
}

# jobs/submit sets PLAN_ONLY to learn which files the script works on.
tell_files() { [[ ! ${PLAN_ONLY:-} ]] || { printf '%s\n' "$CONFIG" "$OUTPUT" && exit 0; }; }

# run_ensemble NEXT [OPTION ...]: `yieldscape run` of CONFIG into OUTPUT with this job's deadline; ends the script.
run_ensemble() {
  local next=$1 limit rc=0
  shift
  tell_files
  limit=$(deadline)
  [[ ! $limit ]] || ((limit > $(date +%s))) ||
    refuse "the time limit leaves nothing beyond the $STOP_MARGIN s kept for the end (STOP_MARGIN): ask for more with --time"
  mkdir -p "$(dirname "$OUTPUT")"
  launch run "$CONFIG" --output "$OUTPUT" "$@" ${limit:+--deadline "$limit"} || rc=$?
  finish "$rc" "$next"
}

# render_ensemble NEXT [OPTION ...]: writes OUTPUT from what is computed of CONFIG; ends the script.
render_ensemble() {
  local next=$1 rc=0
  shift
  tell_files
  launch render "$CONFIG" --output "$OUTPUT" "$@" || rc=$?
  finish "$rc" "$next"
}
