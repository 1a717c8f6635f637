#!/usr/bin/env bash
# Runs a command inside a Slurm cluster of its own: one node on this machine, over loopback, without systemd or
# configuration outside a temporary folder. Daemons, jobs and folder are gone when the command has ended, and the
# daemons also when this script is killed.
#
#   local_cluster.sh COMMAND [ARGUMENT ...]      exits with the command's code
#
# The command finds the cluster through SLURM_CONF.

# shellcheck disable=SC2317 # functions are called through wait_until and trap
set -euo pipefail

(($# > 0)) || { sed -n '2,/^$\|^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2 && exit 2; }
# shellcheck source=tools/mpi.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../tools/mpi.sh"
# The node claims more CPUs than the machine may have: ranks that wait must let the others work.
export OMPI_MCA_mpi_yield_when_idle=1

readonly cpus=4            # claimed by the node, whatever the machine has
readonly kill_wait=3       # seconds between TERM and KILL at the end of a job
readonly requeue_seconds=5 # a requeued job waits for its old credential to expire; Slurm's default is 120
readonly start_timeout=30
PATH=$PATH:/usr/sbin:/sbin

# Unix sockets end at 107 characters, so the folder is not in a possibly long TMPDIR.
dir=$(mktemp -d /tmp/slurm.XXXXXX)
readonly dir
daemons=() command_pid=''
export SLURM_CONF=$dir/slurm.conf
unset SLURM_JOB_ID SLURM_JOBID # the machine may itself be a node

fail() {
  printf 'local_cluster: %s\n' "$1" >&2
  tail -n 15 "$dir"/*.log >&2 || true
  exit 1
}

wait_until() {
  local seconds=$1 try
  shift
  for ((try = 0; try < seconds * 10; try++)); do
    ! "$@" || return 0
    sleep 0.1
  done
  return 1
}

port_is_free() { ! (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_ports() {
  local port
  for ((port = 26000 + RANDOM % 4000; ; port += 2)); do
    if port_is_free "$port" && port_is_free $((port + 1)); then break; fi
  done
  printf '%s\n' "$port"
}

write_configuration() {
  local host user memory port
  host=$(hostname -s)
  user=$(id -un)
  memory=$(awk '/^MemTotal/ {print int($2 / 1024 * 0.9)}' /proc/meminfo)
  port=$(free_ports)
  cat >"$SLURM_CONF" <<CONF
ClusterName=local
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket,cred_expire=$requeue_seconds
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
TmpFS=$dir
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
MpiDefault=pmix
PropagateResourceLimitsExcept=MEMLOCK
ReturnToService=2
KillWait=$kill_wait
MailProg=/bin/true
NodeName=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=$cpus RealMemory=$memory State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
}

# Nothing of the cluster uses control groups, but slurmd looks for them unless told which; of this kind it expects
# nothing until they are used, so the cluster runs with either kind or none.
write_cgroup_configuration() { echo CgroupPlugin=cgroup/v1 >"$dir/cgroup.conf"; }

# In the foreground, so that the daemon is a child of this script and ends with it even after SIGKILL.
start_daemon() {
  command -v "$1" >/dev/null || fail "$1 is missing: tools/setup slurm"
  setpriv --pdeathsig KILL "$@" >>"$dir/daemons.log" 2>&1 &
  daemons+=($!)
}

node_is_idle() { [[ $(sinfo --noheader --format=%T 2>/dev/null) == idle ]]; }

start_cluster() {
  mkdir "$dir/state" "$dir/spool"
  chmod 711 "$dir" # munged refuses a socket that not everyone can reach
  write_configuration
  write_cgroup_configuration
  mungekey --create --keyfile="$dir/munge.key"
  start_daemon munged --foreground --key-file="$dir/munge.key" --socket="$dir/munge.socket" \
    --pid-file="$dir/munge.pid" --log-file="$dir/munge.log" --seed-file="$dir/munge.seed"
  wait_until "$start_timeout" test -S "$dir/munge.socket" || fail "munged does not start"
  start_daemon slurmctld -D -c
  start_daemon slurmd -D
  wait_until "$start_timeout" node_is_idle || fail "the node does not come up"
}

no_jobs() { [[ -z $(squeue --noheader 2>/dev/null) ]]; }

stop_cluster() {
  trap - EXIT
  trap '' HUP INT TERM
  [[ -z $command_pid ]] || kill "$command_pid" 2>/dev/null || true
  if ((${#daemons[@]} == 3)); then
    scancel --quiet --user="$(id -un)" 2>/dev/null || true
    wait_until $((kill_wait + 15)) no_jobs || echo "local_cluster: jobs are left" >&2
  fi
  ((${#daemons[@]} == 0)) || kill "${daemons[@]}" 2>/dev/null || true
  wait
  rm -rf "$dir"
}

trap stop_cluster EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
start_cluster
"$@" &
command_pid=$!
rc=0
wait "$command_pid" || rc=$?
command_pid=''
exit "$rc"
