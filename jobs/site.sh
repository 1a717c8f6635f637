# shellcheck shell=bash disable=SC2034 # the variables are used by the scripts that source this file
# What differs from cluster to cluster: edit here, once. Sourced by jobs/submit and by every job script.
# A variable that is set in the environment wins.

# Account and partition (sbatch reads these variables).
# export SBATCH_ACCOUNT=my-project
# export SBATCH_PARTITION=standard

# The compiler, MPI and HDF5 that yieldscape was built with.
# module load gcc openmpi hdf5

# How ranks are started. `srun --mpi=pmix --kill-on-bad-exit=1` where `srun --mpi=list` names the PMIx that
# MPI was built with; mpirun works wherever it belongs to that same MPI.
LAUNCH=${LAUNCH:-mpirun}

# How often a job that ran out of wall time puts itself back into the queue.
MAX_REQUEUE=${MAX_REQUEUE:-20}

# Seconds before the end of the wall time at which everything, the result file included, must be written.
STOP_MARGIN=${STOP_MARGIN:-60}
