#!/usr/bin/env bash
# Runs a command inside a Slurm cluster of its own: eight virtual nodes on this machine, over loopback, without
# systemd or configuration outside a temporary folder. Daemons, jobs and folder are gone when the command has ended,
# and the daemons also when this script is killed.
#
#   local_cluster.sh COMMAND [ARGUMENT ...]      exits with the command's code
#
# The command finds the cluster through SLURM_CONF. Partition `main` (the default) has the nodes n1 and n2; of the
# three nodes of partition `crash1` and those of `crash2` a test may kill one. Needs root: a virtual node has a host
# name and a /dev/shm of its own.

# shellcheck disable=SC2317 # functions are called through wait_until and trap
set -euo pipefail

(($# > 0)) || { sed -n '2,/^$\|^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2 && exit 2; }
# shellcheck source=tools/mpi.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../tools/mpi.sh"
# The nodes claim more CPUs than the machine may have: ranks that wait must let the others work.
export OMPI_MCA_mpi_yield_when_idle=1 OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_btl_tcp_if_include=lo OMPI_MCA_oob_tcp_if_include=lo # all nodes are on loopback

readonly nodes=(n1 n2 n3 n4 n5 n6 n7 n8)
readonly cpus=8            # claimed by each node, whatever the machine has
readonly kill_wait=15      # seconds between TERM and KILL at the end of a job; Slurm gives 30
readonly requeue_seconds=5 # a requeued job waits for its old credential to expire; Slurm's default is 120
readonly node_timeout=30   # seconds of silence after which a node counts as lost
readonly start_timeout=60
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

# The first of a row of free ports, one for the controller and one for each node.
free_ports() {
  local first port
  for ((first = 26000 + RANDOM % 4000; ; first += 10)); do
    for ((port = first; port <= first + ${#nodes[@]}; port++)); do
      port_is_free "$port" || continue 2
    done
    printf '%s\n' "$first"
    return
  done
}

write_configuration() {
  local user memory port
  user=$(id -un)
  memory=$(awk '/^MemTotal/ {print int($2 / 1024 * 0.9)}' /proc/meminfo)
  port=$(free_ports)
  cat >"$SLURM_CONF" <<CONF
ClusterName=local
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$port
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket,cred_expire=$requeue_seconds
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool/%n
TmpFS=$dir/tmp/%n
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/%n.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/%n.log
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
SlurmdTimeout=$node_timeout
KillWait=$kill_wait
MailProg=/bin/true
NodeName=n[1-${#nodes[@]}] NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + ${#nodes[@]}))] CPUs=$cpus RealMemory=$memory
PartitionName=main Nodes=n[1-2] Default=YES MaxTime=1-0 State=UP
PartitionName=crash1 Nodes=n[3-5] State=UP
PartitionName=crash2 Nodes=n[6-8] State=UP
CONF
}

# Nothing of the cluster uses control groups, but slurmd looks for them unless told which; of this kind it expects
# nothing until they are used, so the cluster runs with either kind or none.
write_cgroup_configuration() { echo CgroupPlugin=cgroup/v1 >"$dir/cgroup.conf"; }

# In the foreground, so that the daemon is a child of this script and ends with it even after SIGKILL.
start_daemon() {
  setpriv --pdeathsig KILL "$@" >>"$dir/daemons.log" 2>&1 &
  daemons+=($!)
}

# Open MPI names its shared memory after host, user and job: nodes of one name would map each other's and crash.
start_node() {
  mkdir -p "$dir/spool/$1" "$dir/tmp/$1"
  # shellcheck disable=SC2016 # the inner shell expands it
  start_daemon unshare --uts --mount sh -c '
    hostname "$1" && mount -t tmpfs shm /dev/shm && exec setpriv --pdeathsig KILL slurmd -D -N "$1"' sh "$1"
}

nodes_are_idle() { [[ $(sinfo --noheader --Node --format=%T 2>/dev/null | sort -u) == idle ]]; }

start_cluster() {
  local node
  for node in slurmctld slurmd munged sbatch; do
    command -v "$node" >/dev/null || fail "$node is missing: tools/setup slurm"
  done
  ((EUID == 0)) || fail "needs root, for host names and mounts of virtual nodes"
  mkdir "$dir/state"
  chmod 711 "$dir" # munged refuses a socket that not everyone can reach
  write_configuration
  write_cgroup_configuration
  mungekey --create --keyfile="$dir/munge.key"
  start_daemon munged --foreground --key-file="$dir/munge.key" --socket="$dir/munge.socket" \
    --pid-file="$dir/munge.pid" --log-file="$dir/munge.log" --seed-file="$dir/munge.seed"
  wait_until "$start_timeout" test -S "$dir/munge.socket" || fail "munged does not start"
  start_daemon slurmctld -D -c
  for node in "${nodes[@]}"; do start_node "$node"; done
  wait_until "$start_timeout" nodes_are_idle || fail "the nodes do not come up"
}

no_jobs() { [[ -z $(squeue --noheader 2>/dev/null) ]]; }

stop_cluster() {
  trap - EXIT
  trap '' HUP INT TERM
  [[ -z $command_pid ]] || kill "$command_pid" 2>/dev/null || true
  if ((${#daemons[@]} > 2)); then
    scancel --quiet --user="$(id -un)" 2>/dev/null || true
    wait_until $((kill_wait + 15)) no_jobs || echo "local_cluster: jobs are left" >&2
  fi
  ((${#daemons[@]} == 0)) || kill "${daemons[@]}" 2>/dev/null || true
  wait 2>/dev/null
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
