#if !MPICH
  internal import Glibc

  extension Lifecycle {
    /// What is to be set before Open MPI starts, unless the user has said otherwise.
    static func prepareEnvironment() {
      yieldWhereOversubscribed()
      preferSharedMemoryWindows()
    }

    /// Has waiting ranks yield where this host runs more ranks than it has cores. Open MPI does so
    /// by itself only where it was told of too few slots; where it was not, eight ranks on two
    /// cores took 34 ms for an allreduce, with this 0.02 ms.
    private static func yieldWhereOversubscribed() {
      guard let text = unsafe getenv("OMPI_COMM_WORLD_LOCAL_SIZE"),
        let ranks = Int(unsafe String(cString: text)),
        ranks > sysconf(CInt(_SC_NPROCESSORS_ONLN))
      else { return }
      let overwrite: CInt = 0
      _ = unsafe setenv("OMPI_MCA_mpi_yield_when_idle", "1", overwrite)
    }

    /// Has the windows of ranks on one host reached through shared memory. Open MPI's first
    /// choice, the component rdma, crashes in `MPI_Compare_and_swap` (4.1.4), takes three times
    /// as long, and waits for the target to call MPI in accumulate. Where ranks are on several
    /// hosts rdma is still chosen.
    private static func preferSharedMemoryWindows() {
      let overwrite: CInt = 0
      _ = unsafe setenv("OMPI_MCA_osc_rdma_priority", "50", overwrite)
    }

    /// How long a rank that fails waits for each lower rank to speak and end it.
    static var turnSeconds: Double { 0.1 }

    /// Nothing to do: what Open MPI says of an abort is said by `mpirun`, which `mpirun -q` keeps
    /// quiet.
    static func silenceLibrary() {}
  }
#endif
