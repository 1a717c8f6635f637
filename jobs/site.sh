# shellcheck shell=bash disable=SC2034,SC2154 # the scripts that source this file set root and use the rest
# What differs from cluster to cluster: edit here, once. Sourced by jobs/submit and by every job script.
# A variable that is set in the environment wins.

# Account, partition, quality of service: sbatch reads these variables. The #SBATCH lines of the scripts ask for what
# any site has: tasks, memory per processor, time.
# export SBATCH_ACCOUNT=my-project
# export SBATCH_PARTITION=standard
# export SBATCH_QOS=normal
# export SBATCH_CONSTRAINT=genoa       # one kind of processor, where a partition mixes them

# The compiler, MPI and HDF5 that yieldscape was built with.
# module purge && module load gcc openmpi hdf5

# The program, if it is neither built in this folder nor installed together with it.
# YIELDSCAPE_PROGRAM=$HOME/.local/bin/yieldscape
if [[ ! ${YIELDSCAPE_PROGRAM:-} ]]; then
  YIELDSCAPE_PROGRAM=$root/build/release/yieldscape
  [[ -x $YIELDSCAPE_PROGRAM || ! -x $root/../../bin/yieldscape ]] || YIELDSCAPE_PROGRAM=$root/../../bin/yieldscape
fi

# How ranks are started. mpirun works wherever it belongs to the MPI that yieldscape was built with. srun is better
# (Slurm accounts for every rank and ends all of them with one) where `srun --mpi=list` names the PMIx of that MPI.
# LAUNCH="srun --mpi=pmix --kill-on-bad-exit=1"
# LAUNCH="mpirun --quiet --bind-to core --map-by core"
# LAUNCH="srun --mpi=pmix apptainer exec yieldscape.sif"
LAUNCH=${LAUNCH:-mpirun --quiet} # quiet: says nothing about an exit code other than 0, such as 75

# How often a job that ran out of wall time, or lost a node, puts itself back into the queue.
MAX_REQUEUE=${MAX_REQUEUE:-20}

# Seconds before the end of the wall time at which everything, the result file included, must be written.
STOP_MARGIN=${STOP_MARGIN:-60}
