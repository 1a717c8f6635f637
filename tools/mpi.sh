# shellcheck shell=bash
# Sourced by the scripts that start mpirun: what Open MPI 4 needs on one machine. Settings of the user win.

if ((EUID == 0)); then # mpirun refuses root unless told twice
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi
# Containers often forbid to read another process's memory and to pin a process; ranks here exchange few bytes
# and two runs at once would be pinned to the same cores.
export OMPI_MCA_btl_vader_single_copy_mechanism=${OMPI_MCA_btl_vader_single_copy_mechanism:-none}
export OMPI_MCA_hwloc_base_binding_policy=${OMPI_MCA_hwloc_base_binding_policy:-none}
