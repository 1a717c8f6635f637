# shellcheck shell=bash
# What every job script does: run an ensemble, pass on Slurm's warning before the time limit, and put the job
# back into the queue if the program stopped early and asks to be run again (exit code 75).
#
# The batch shell gets USR1 (#SBATCH --signal=B:USR1@...) and forwards it to the launcher, which hands it to
# every rank: the program then finishes what fits, renders, and exits with 75.

root=${YIELDSCAPE_ROOT:-$SLURM_SUBMIT_DIR}
program=${YIELDSCAPE_PROGRAM:-$root/build/release/yieldscape}
# shellcheck source=jobs/site.sh
source "$root/jobs/site.sh"

readonly run_again=75     # exit code: stopped early, the same command goes on
readonly start_seconds=5  # a program younger than this may not be listening yet
readonly repeat_seconds=10

child='' started=0 interrupted=no terminated=no

say() { printf '%s %s: %s\n' "$(date +%FT%T)" "${SLURM_JOB_NAME:-job}" "$*"; }

# Asks again until the program has ended, because one that is still starting does not hear.
ask_to_stop() {
  interrupted=yes
  while ((SECONDS - started < start_seconds)); do sleep 1; done
  say "the time limit is near: asking the program to stop"
  local asked=0
  while kill -0 "$child" 2>/dev/null; do
    if ((SECONDS >= asked)); then
      kill -USR1 "$child" 2>/dev/null || true
      asked=$((SECONDS + repeat_seconds))
    fi
    sleep 1
  done
}

# scancel and the time limit send TERM to the launcher themselves. Such a job is not wanted back.
note_termination() { interrupted=yes terminated=yes; }

# Runs a command and returns its exit code, whatever signals the shell gets meanwhile: a trapped signal ends
# `wait`, so it is called again until the command itself has ended (127: its code was already handed out).
run_and_forward() {
  local code rc=127
  trap ask_to_stop USR1
  trap note_termination TERM
  # What does not listen to USR1, or not yet, ignores it instead of dying of it.
  (trap '' USR1 && exec "$@") &
  child=$! started=$SECONDS
  while :; do
    interrupted=no code=0
    wait "$child" || code=$?
    ((code == 127)) || rc=$code
    [[ $interrupted == yes && $code != 127 ]] || return "$rc"
  done
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

# This job alone: of an array only the one element.
job_id() {
  if [[ ${SLURM_ARRAY_JOB_ID:-} ]]; then
    printf '%s\n' "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
  else
    printf '%s\n' "$SLURM_JOB_ID"
  fi
}

# Ends the script with the program's exit code, after requeueing the job if that is what the code asks for.
finish() {
  local rc=$1 restarts=${SLURM_RESTART_COUNT:-0}
  if ((rc != run_again)); then
    say "finished with exit code $rc"
  elif [[ $terminated == yes ]]; then
    say "cancelled; submit the job again to go on"
  elif ((restarts >= MAX_REQUEUE)); then
    say "stopped early after $restarts restarts (MAX_REQUEUE); submit the job again to go on"
  else
    say "stopped early: back into the queue (restart $((restarts + 1)) of at most $MAX_REQUEUE)"
    scontrol requeue "$(job_id)" || say "Slurm refuses to requeue the job; submit it again to go on"
  fi
  exit "$rc"
}

# run_ensemble CONFIG [OPTION ...]: `yieldscape run` with this job's deadline; ends the script.
run_ensemble() {
  local launch limit rc=0
  read -ra launch <<<"$LAUNCH"
  limit=$(deadline)
  run_and_forward "${launch[@]}" "$program" run "$@" ${limit:+--deadline "$limit"} || rc=$?
  finish "$rc"
}
