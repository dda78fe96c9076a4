"""Which calls of the C library each call of ours makes, as its documentation says: the sections
and marks of MPIPrograms/Sources/mpi-calls.

A number is that of every rank; a function gives it for a rank and the number of ranks. Listed is
what communicates; LOCAL calls of C may come on top.
"""

from harness import IS_MPICH

# Blocks of different lengths for each pair of ranks: Alltoallv where counts have 64 bits.
ALL_TO_ALL_VARYING = "lltoallv" if IS_MPICH else "lltoallw"

LOCAL = {
    "MPI_Comm_group",
    "MPI_Comm_rank",
    "MPI_Comm_size",
    "MPI_Group_free",
    "MPI_Group_translate_ranks",
    "MPI_Comm_set_errhandler",
    "MPI_Win_set_errhandler",
    "MPI_Get_processor_name",
    "MPI_Get_count",
    "MPI_Get_elements_x",
    "MPI_Op_create",
    "MPI_Op_free",
    "MPI_Request_get_status",
    "MPI_Type_commit",
    "MPI_Type_contiguous",
    "MPI_Type_create_hindexed",
    "MPI_Type_create_hvector",
    "MPI_Type_create_resized",
    "MPI_Type_create_struct",
    "MPI_Type_free",
    "MPI_Type_get_extent",
    "MPI_Type_indexed",
    "MPI_Type_vector",
    "MPI_Win_sync",
}


def once(*calls):
    return {f"MPI_{call}": 1 for call in calls}


def one_mark(name, *calls):
    """A section whose only mark has its name, with calls made once."""
    return {name: {name: once(*calls)}}


SECTIONS = {
    # Blocking collectives, equal blocks.
    **one_mark("barrier", "Barrier"),
    **one_mark("broadcast-into", "Bcast"),
    "broadcast-array": {"broadcast-array": {"MPI_Bcast": 2}},
    **one_mark("broadcast-value", "Bcast"),
    **one_mark("reduce-into", "Reduce"),
    **one_mark("reduce-array", "Reduce"),
    **one_mark("reduce-value", "Reduce"),
    **one_mark("all-reduce-into", "Allreduce"),
    **one_mark("all-reduce-array", "Allreduce"),
    **one_mark("all-reduce-value", "Allreduce"),
    **one_mark("all-reduce-in-place", "Allreduce"),
    **one_mark("all-reduce-own", "Allreduce"),
    **one_mark("scan-into", "Scan"),
    **one_mark("scan-array", "Scan"),
    **one_mark("scan-value", "Scan"),
    **one_mark("scan-in-place", "Scan"),
    **one_mark("ex-scan-into", "Exscan"),
    **one_mark("ex-scan-array", "Exscan"),
    **one_mark("ex-scan-value", "Exscan"),
    **one_mark("reduce-scatter", "Reduce_scatter_block"),
    **one_mark("reduce-scatter-counts", "Reduce_scatter"),
    **one_mark("gather", "Gather"),
    **one_mark("gather-into", "Gather"),
    **one_mark("all-gather", "Allgather"),
    **one_mark("all-gather-into", "Allgather"),
    **one_mark("all-gather-in-place", "Allgather"),
    **one_mark("scatter", "Bcast", "Scatter"),
    **one_mark("scatter-into", "Scatter"),
    **one_mark("all-to-all", "Alltoall"),
    **one_mark("all-to-all-into", "Alltoall"),
    **one_mark("reproducible-sum", "Allreduce"),
    # Blocks of different lengths; one collective more where the counts are inferred.
    **one_mark("gather-varying", "Allgather", "Gatherv"),
    **one_mark("gather-varying-counts", "Gatherv"),
    **one_mark("gather-bytes", "Allgather", "Gatherv"),
    **one_mark("all-gather-varying", "Allgather", "Allgatherv"),
    **one_mark("all-gather-varying-counts", "Allgatherv"),
    **one_mark("scatter-varying", "Scatter", "Scatterv"),
    **one_mark("all-to-all-varying", "Alltoall", f"A{ALL_TO_ALL_VARYING}"),
    **one_mark("all-to-all-varying-counts", f"A{ALL_TO_ALL_VARYING}"),
    # Point to point.
    "send-receive-into": {"send-span": once("Send"), "receive-into": once("Recv")},
    "send-receive-array": {
        "send-array": once("Send"),
        "receive-array": once("Mprobe", "Mrecv"),
    },
    "send-receive-value": {"send-value": once("Send"), "receive-value": once("Recv")},
    **one_mark("send-receive-both", "Sendrecv"),
    **one_mark("send-receive-both-array", "Isend", "Mprobe", "Mrecv", "Wait"),
    "probe": {"probe": once("Probe"), "i-probe": once("Iprobe")},
    "i-send-receive": {
        "i-receive": once("Irecv"),
        "i-send": once("Isend"),
        "wait-receive": once("Wait"),
        "wait-send": once("Wait"),
    },
    "request-set": {"wait-all": once("Waitall"), "wait-any": once("Waitany")},
    "derived": {
        "vector": {},
        "send-derived": once("Send"),
        "receive-derived": once("Recv"),
    },
    # Non-blocking collectives.
    **one_mark("i-barrier", "Ibarrier", "Wait"),
    **one_mark("i-broadcast", "Ibcast", "Wait"),
    **one_mark("i-reduce", "Ireduce", "Wait"),
    **one_mark("i-all-reduce", "Iallreduce", "Wait"),
    **one_mark("i-scan", "Iscan", "Wait"),
    **one_mark("i-ex-scan", "Iexscan", "Wait"),
    **one_mark("i-reduce-scatter", "Ireduce_scatter_block", "Wait"),
    **one_mark("i-reduce-scatter-counts", "Ireduce_scatter", "Wait"),
    **one_mark("i-gather", "Igather", "Wait"),
    **one_mark("i-gather-varying", "Igatherv", "Wait"),
    **one_mark("i-all-gather", "Iallgather", "Wait"),
    **one_mark("i-all-gather-varying", "Iallgatherv", "Wait"),
    **one_mark("i-scatter", "Iscatter", "Wait"),
    **one_mark("i-scatter-varying", "Iscatterv", "Wait"),
    **one_mark("i-all-to-all", "Ialltoall", "Wait"),
    **one_mark("i-all-to-all-varying", f"Ia{ALL_TO_ALL_VARYING}", "Wait"),
    "is-done": {"is-done": {}},
    # One-sided. Making a window locks this rank's own part to fill it, and tells all ranks where
    # the others' parts begin. A transfer locks its target, where that is not locked.
    "window": {
        "window": once("Win_allocate", "Win_lock", "Win_unlock", "Allgather"),
        "put": once("Win_lock", "Put", "Win_unlock"),
        "get": once("Win_lock", "Get", "Win_unlock"),
        "accumulate": once("Win_lock", "Accumulate", "Win_unlock"),
        "fetch-and-add": once("Win_lock", "Fetch_and_op", "Win_unlock"),
        "compare-and-swap": once("Win_lock", "Compare_and_swap", "Win_unlock"),
        "local": once("Win_lock", "Win_unlock"),
        "window-free": once("Win_free"),
    },
    **one_mark("fence", "Win_fence"),
    "window-lock": {
        "lock-put-get": {
            **once("Win_lock", "Put", "Get", "Win_unlock"),
            "MPI_Win_flush": 2,
        },
    },
    "window-lock-all": {
        "lock-all-empty": once("Win_lock_all", "Win_unlock_all"),
        "lock-all-put": once("Put", "Win_flush_local"),
        "lock-all-flush": once("Win_flush"),
        "lock-all-flush-all": once("Win_flush_all"),
        "lock-all-get": once("Get", "Win_flush"),
    },
    "counter": {
        "counter": {
            **once("Win_allocate", "Bcast", "Win_lock_all"),
            "MPI_Win_lock": lambda rank, size: 1 if rank == 0 else 0,
            "MPI_Win_unlock": lambda rank, size: 1 if rank == 0 else 0,
        },
        "counter-next": once("Fetch_and_op", "Win_flush"),
        "counter-value": once("Fetch_and_op", "Win_flush"),
        "counter-free": once("Win_unlock_all", "Win_free"),
    },
    # Communicators, freed when they go out of scope.
    **one_mark("duplicate", "Comm_dup", "Comm_free"),
    **one_mark("on-a-duplicate", "Barrier"),
    "host-name": {"host-name": {}},
    **one_mark("split", "Comm_split", "Comm_free"),
    **one_mark("split-by-host", "Comm_split_type", "Comm_free"),
    **one_mark("alone", "Comm_dup", "Comm_free"),
    "on-parts": {
        "on-a-part": once("Barrier"),
        "on-a-host": once("Barrier"),
        "on-itself": once("Barrier"),
        "on-a-second": once("Barrier"),
    },
    # Agreement. A failure's code and message are broadcast as arrays: two collectives each.
    **one_mark("first-failure-none", "Allreduce"),
    "first-failure": {"first-failure": {"MPI_Allreduce": 1, "MPI_Bcast": 4}},
    **one_mark("same-on-all-ranks", "Allreduce"),
    "bell": {
        "bell": once("Comm_dup"),
        "bell-ring": {"MPI_Isend": lambda rank, size: size - 1 if rank == 0 else 0},
        "bell-heard": {"MPI_Iprobe": lambda rank, size: 1 if size > 1 else 0},
        "bell-silence": {
            "MPI_Allreduce": 1,
            "MPI_Recv": lambda rank, size: 0 if rank == 0 else 1,
            "MPI_Waitany": lambda rank, size: size if rank == 0 else 1,
        },
    },
}


def expected(section, mark, rank, size):
    """Call and number for what is made at all."""
    numbers = {
        call: number(rank, size) if callable(number) else number
        for call, number in SECTIONS[section][mark].items()
    }
    return {call: number for call, number in numbers.items() if number > 0}
