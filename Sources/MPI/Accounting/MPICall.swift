/// The calls of the C library that move data or wait for other ranks, as the ledger counts them.
public enum MPICall: Int, CaseIterable, Sendable {
  case barrier
  case broadcast
  case reduce
  case allReduce
  case scan
  case exScan
  case gather
  case gatherVarying
  case allGather
  case allGatherVarying
  case scatter
  case scatterVarying
  case allToAll
  case allToAllVarying
  case allToAllGeneral
  case reduceScatterBlock
  case reduceScatter
  case iBarrier
  case iBroadcast
  case iReduce
  case iAllReduce
  case iScan
  case iExScan
  case iGather
  case iGatherVarying
  case iAllGather
  case iAllGatherVarying
  case iScatter
  case iScatterVarying
  case iAllToAll
  case iAllToAllVarying
  case iAllToAllGeneral
  case iReduceScatterBlock
  case iReduceScatter
  case send
  case receive
  case sendReceive
  case iSend
  case iReceive
  case probe
  case iProbe
  case matchedProbe
  case matchedReceive
  case wait
  case waitAny
  case waitAll
  case test
  case duplicate
  case split
  case splitByType
  case windowAllocate
  case windowFree
  case put
  case get
  case accumulate
  case getAccumulate
  case fetchAndOperate
  case compareAndSwap
  case windowFence
  case windowLock
  case windowUnlock
  case windowLockAll
  case windowUnlockAll
  case windowFlush
  case windowFlushAll
  case windowFlushLocal
}

extension MPICall: CustomStringConvertible {
  /// The name in C.
  public var description: String {
    switch self {
    case .barrier: "MPI_Barrier"
    case .broadcast: "MPI_Bcast"
    case .reduce: "MPI_Reduce"
    case .allReduce: "MPI_Allreduce"
    case .scan: "MPI_Scan"
    case .exScan: "MPI_Exscan"
    case .gather: "MPI_Gather"
    case .gatherVarying: "MPI_Gatherv"
    case .allGather: "MPI_Allgather"
    case .allGatherVarying: "MPI_Allgatherv"
    case .scatter: "MPI_Scatter"
    case .scatterVarying: "MPI_Scatterv"
    case .allToAll: "MPI_Alltoall"
    case .allToAllVarying: "MPI_Alltoallv"
    case .allToAllGeneral: "MPI_Alltoallw"
    case .reduceScatterBlock: "MPI_Reduce_scatter_block"
    case .reduceScatter: "MPI_Reduce_scatter"
    case .iBarrier: "MPI_Ibarrier"
    case .iBroadcast: "MPI_Ibcast"
    case .iReduce: "MPI_Ireduce"
    case .iAllReduce: "MPI_Iallreduce"
    case .iScan: "MPI_Iscan"
    case .iExScan: "MPI_Iexscan"
    case .iGather: "MPI_Igather"
    case .iGatherVarying: "MPI_Igatherv"
    case .iAllGather: "MPI_Iallgather"
    case .iAllGatherVarying: "MPI_Iallgatherv"
    case .iScatter: "MPI_Iscatter"
    case .iScatterVarying: "MPI_Iscatterv"
    case .iAllToAll: "MPI_Ialltoall"
    case .iAllToAllVarying: "MPI_Ialltoallv"
    case .iAllToAllGeneral: "MPI_Ialltoallw"
    case .iReduceScatterBlock: "MPI_Ireduce_scatter_block"
    case .iReduceScatter: "MPI_Ireduce_scatter"
    case .send: "MPI_Send"
    case .receive: "MPI_Recv"
    case .sendReceive: "MPI_Sendrecv"
    case .iSend: "MPI_Isend"
    case .iReceive: "MPI_Irecv"
    case .probe: "MPI_Probe"
    case .iProbe: "MPI_Iprobe"
    case .matchedProbe: "MPI_Mprobe"
    case .matchedReceive: "MPI_Mrecv"
    case .wait: "MPI_Wait"
    case .waitAny: "MPI_Waitany"
    case .waitAll: "MPI_Waitall"
    case .test: "MPI_Test"
    case .duplicate: "MPI_Comm_dup"
    case .split: "MPI_Comm_split"
    case .splitByType: "MPI_Comm_split_type"
    case .windowAllocate: "MPI_Win_allocate"
    case .windowFree: "MPI_Win_free"
    case .put: "MPI_Put"
    case .get: "MPI_Get"
    case .accumulate: "MPI_Accumulate"
    case .getAccumulate: "MPI_Get_accumulate"
    case .fetchAndOperate: "MPI_Fetch_and_op"
    case .compareAndSwap: "MPI_Compare_and_swap"
    case .windowFence: "MPI_Win_fence"
    case .windowLock: "MPI_Win_lock"
    case .windowUnlock: "MPI_Win_unlock"
    case .windowLockAll: "MPI_Win_lock_all"
    case .windowUnlockAll: "MPI_Win_unlock_all"
    case .windowFlush: "MPI_Win_flush"
    case .windowFlushAll: "MPI_Win_flush_all"
    case .windowFlushLocal: "MPI_Win_flush_local"
    }
  }
}
