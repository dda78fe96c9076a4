// The calls with counts, for mpi_faults.c, which includes this once for each form they have.

COUNTED(Bcast, void *, Count, Type, int, Comm)
COUNTED(Reduce, const void *, void *, Count, Type, Op, int, Comm)
COUNTED(Allreduce, const void *, void *, Count, Type, Op, Comm)
COUNTED(Scan, const void *, void *, Count, Type, Op, Comm)
COUNTED(Exscan, const void *, void *, Count, Type, Op, Comm)
COUNTED(Reduce_scatter_block, const void *, void *, Count, Type, Op, Comm)
COUNTED(Reduce_scatter, const void *, void *, const Count *, Type, Op, Comm)
COUNTED(Gather, const void *, Count, Type, void *, Count, Type, int, Comm)
COUNTED(Gatherv, const void *, Count, Type, void *, const Count *, const Place *, Type, int, Comm)
COUNTED(Allgather, const void *, Count, Type, void *, Count, Type, Comm)
COUNTED(Allgatherv, const void *, Count, Type, void *, const Count *, const Place *, Type, Comm)
COUNTED(Scatter, const void *, Count, Type, void *, Count, Type, int, Comm)
COUNTED(Scatterv, const void *, const Count *, const Place *, Type, void *, Count, Type, int, Comm)
COUNTED(Alltoall, const void *, Count, Type, void *, Count, Type, Comm)
COUNTED(Alltoallv, const void *, const Count *, const Place *, Type, void *, const Count *,
        const Place *, Type, Comm)
COUNTED(Alltoallw, const void *, const Count *, const Place *, const Type *, void *,
        const Count *, const Place *, const Type *, Comm)

COUNTED(Ibcast, void *, Count, Type, int, Comm, Request *)
COUNTED(Ireduce, const void *, void *, Count, Type, Op, int, Comm, Request *)
COUNTED(Iallreduce, const void *, void *, Count, Type, Op, Comm, Request *)
COUNTED(Iscan, const void *, void *, Count, Type, Op, Comm, Request *)
COUNTED(Iexscan, const void *, void *, Count, Type, Op, Comm, Request *)
COUNTED(Ireduce_scatter_block, const void *, void *, Count, Type, Op, Comm, Request *)
COUNTED(Ireduce_scatter, const void *, void *, const Count *, Type, Op, Comm, Request *)
COUNTED(Igather, const void *, Count, Type, void *, Count, Type, int, Comm, Request *)
COUNTED(Igatherv, const void *, Count, Type, void *, const Count *, const Place *, Type, int,
        Comm, Request *)
COUNTED(Iallgather, const void *, Count, Type, void *, Count, Type, Comm, Request *)
COUNTED(Iallgatherv, const void *, Count, Type, void *, const Count *, const Place *, Type, Comm,
        Request *)
COUNTED(Iscatter, const void *, Count, Type, void *, Count, Type, int, Comm, Request *)
COUNTED(Iscatterv, const void *, const Count *, const Place *, Type, void *, Count, Type, int,
        Comm, Request *)
COUNTED(Ialltoall, const void *, Count, Type, void *, Count, Type, Comm, Request *)
COUNTED(Ialltoallv, const void *, const Count *, const Place *, Type, void *, const Count *,
        const Place *, Type, Comm, Request *)
COUNTED(Ialltoallw, const void *, const Count *, const Place *, const Type *, void *,
        const Count *, const Place *, const Type *, Comm, Request *)

COUNTED(Send, const void *, Count, Type, int, int, Comm)
COUNTED(Ssend, const void *, Count, Type, int, int, Comm)
COUNTED(Recv, void *, Count, Type, int, int, Comm, Status *)
COUNTED(Mrecv, void *, Count, Type, MPI_Message *, Status *)
COUNTED(Sendrecv, const void *, Count, Type, int, int, void *, Count, Type, int, int, Comm,
        Status *)
COUNTED(Isend, const void *, Count, Type, int, int, Comm, Request *)
COUNTED(Irecv, void *, Count, Type, int, int, Comm, Request *)
COUNTED(Imrecv, void *, Count, Type, MPI_Message *, Request *)
COUNTED(Get_count, const Status *, Type, Count *)

COUNTED(Type_contiguous, Count, Type, Type *)
COUNTED(Type_vector, Count, Count, Count, Type, Type *)
COUNTED(Type_indexed, Count, const Count *, const Count *, Type, Type *)
COUNTED(Type_create_hvector, Count, Count, Bytes, Type, Type *)
COUNTED(Type_create_hindexed, Count, const Count *, const Bytes *, Type, Type *)
COUNTED(Type_create_struct, Count, const Count *, const Bytes *, const Type *, Type *)
COUNTED(Type_create_resized, Type, Bytes, Bytes, Type *)
COUNTED(Op_create, Function *, int, Op *)

COUNTED(Win_allocate, Aint, Place, MPI_Info, Comm, void *, Win *)
COUNTED(Put, const void *, Count, Type, int, Aint, Count, Type, Win)
COUNTED(Get, void *, Count, Type, int, Aint, Count, Type, Win)
COUNTED(Accumulate, const void *, Count, Type, int, Aint, Count, Type, Op, Win)
COUNTED(Get_accumulate, const void *, Count, Type, void *, Count, Type, int, Aint, Count, Type,
        Op, Win)
