// MPI's constants are macros that Swift cannot import; here each is an inline function.
// Nothing else belongs in this header, but for the declarations at its end. The names are
// MPI's, in lower case, behind `cmpi_`. Sections are those of MPI-3.1.
//
// Not here: what MPI-3.1 has and this package does not use (files, topologies, spawning,
// neighbourhood collectives, generalized requests, attributes, the tools interface).
#ifndef PRUNE_MPI_CMPI_SHIM_H
#define PRUNE_MPI_CMPI_SHIM_H

#include <mpi.h>

// Handles are pointers in one library and numbers in the other; Swift is to treat both alike.
#define CMPI_UNSAFE __attribute__((swift_attr("unsafe")))
#define CMPI_HANDLE(type, name, value) \
  CMPI_UNSAFE static inline type cmpi_##name(void) { return value; }
#define CMPI_NUMBER(name, value) \
  static inline int cmpi_##name(void) { return value; }

// Communicators (section 6.2.4) and how they are split (section 6.4.2).
CMPI_HANDLE(MPI_Comm, comm_world, MPI_COMM_WORLD)
CMPI_HANDLE(MPI_Comm, comm_self, MPI_COMM_SELF)
CMPI_HANDLE(MPI_Comm, comm_null, MPI_COMM_NULL)
CMPI_HANDLE(MPI_Group, group_null, MPI_GROUP_NULL)
CMPI_NUMBER(comm_type_shared, MPI_COMM_TYPE_SHARED)

// Arguments and answers that stand for "none", "any" and "well" (sections 3.2.4, 3.2.6, 3.7.3,
// 3.7.5, 3.11, 5.2.1, 8.3 and 8.4).
CMPI_HANDLE(MPI_Status *, status_ignore, MPI_STATUS_IGNORE)
CMPI_HANDLE(MPI_Status *, statuses_ignore, MPI_STATUSES_IGNORE)
CMPI_HANDLE(MPI_Request, request_null, MPI_REQUEST_NULL)
CMPI_HANDLE(MPI_Message, message_null, MPI_MESSAGE_NULL)
CMPI_HANDLE(MPI_Info, info_null, MPI_INFO_NULL)
CMPI_HANDLE(MPI_Errhandler, errors_return, MPI_ERRORS_RETURN)
CMPI_HANDLE(void *, in_place, MPI_IN_PLACE)
CMPI_NUMBER(any_source, MPI_ANY_SOURCE)
CMPI_NUMBER(any_tag, MPI_ANY_TAG)
CMPI_NUMBER(proc_null, MPI_PROC_NULL)
CMPI_NUMBER(undefined, MPI_UNDEFINED)
CMPI_NUMBER(success, MPI_SUCCESS)
CMPI_NUMBER(err_count, MPI_ERR_COUNT)
CMPI_NUMBER(err_type, MPI_ERR_TYPE)
CMPI_NUMBER(err_in_status, MPI_ERR_IN_STATUS)
CMPI_NUMBER(err_pending, MPI_ERR_PENDING)

// Limits (sections 8.1.2, 8.3 and 6.8).
CMPI_NUMBER(max_error_string, MPI_MAX_ERROR_STRING)
CMPI_NUMBER(max_processor_name, MPI_MAX_PROCESSOR_NAME)
CMPI_NUMBER(max_object_name, MPI_MAX_OBJECT_NAME)
CMPI_NUMBER(max_library_version_string, MPI_MAX_LIBRARY_VERSION_STRING)

// Thread levels (section 12.4.3).
CMPI_NUMBER(thread_single, MPI_THREAD_SINGLE)
CMPI_NUMBER(thread_funneled, MPI_THREAD_FUNNELED)
CMPI_NUMBER(thread_serialized, MPI_THREAD_SERIALIZED)
CMPI_NUMBER(thread_multiple, MPI_THREAD_MULTIPLE)

// Datatypes (section 3.2.2).
CMPI_HANDLE(MPI_Datatype, datatype_null, MPI_DATATYPE_NULL)
CMPI_HANDLE(MPI_Datatype, byte, MPI_BYTE)
CMPI_HANDLE(MPI_Datatype, c_bool, MPI_C_BOOL)
CMPI_HANDLE(MPI_Datatype, int8, MPI_INT8_T)
CMPI_HANDLE(MPI_Datatype, int16, MPI_INT16_T)
CMPI_HANDLE(MPI_Datatype, int32, MPI_INT32_T)
CMPI_HANDLE(MPI_Datatype, int64, MPI_INT64_T)
CMPI_HANDLE(MPI_Datatype, uint8, MPI_UINT8_T)
CMPI_HANDLE(MPI_Datatype, uint16, MPI_UINT16_T)
CMPI_HANDLE(MPI_Datatype, uint32, MPI_UINT32_T)
CMPI_HANDLE(MPI_Datatype, uint64, MPI_UINT64_T)
CMPI_HANDLE(MPI_Datatype, float, MPI_FLOAT)
CMPI_HANDLE(MPI_Datatype, double, MPI_DOUBLE)

// Operations (sections 5.9.2 and 11.3.4).
CMPI_HANDLE(MPI_Op, op_null, MPI_OP_NULL)
CMPI_HANDLE(MPI_Op, sum, MPI_SUM)
CMPI_HANDLE(MPI_Op, prod, MPI_PROD)
CMPI_HANDLE(MPI_Op, min, MPI_MIN)
CMPI_HANDLE(MPI_Op, max, MPI_MAX)
CMPI_HANDLE(MPI_Op, land, MPI_LAND)
CMPI_HANDLE(MPI_Op, lor, MPI_LOR)
CMPI_HANDLE(MPI_Op, lxor, MPI_LXOR)
CMPI_HANDLE(MPI_Op, band, MPI_BAND)
CMPI_HANDLE(MPI_Op, bor, MPI_BOR)
CMPI_HANDLE(MPI_Op, bxor, MPI_BXOR)
CMPI_HANDLE(MPI_Op, replace, MPI_REPLACE)
CMPI_HANDLE(MPI_Op, no_op, MPI_NO_OP)

// Windows (sections 11.2 and 11.5).
CMPI_HANDLE(MPI_Win, win_null, MPI_WIN_NULL)
CMPI_NUMBER(lock_shared, MPI_LOCK_SHARED)
CMPI_NUMBER(lock_exclusive, MPI_LOCK_EXCLUSIVE)
CMPI_NUMBER(mode_nocheck, MPI_MODE_NOCHECK)
CMPI_NUMBER(mode_nosucceed, MPI_MODE_NOSUCCEED)

// Macros in one of the libraries (section 17.2.4).
CMPI_UNSAFE static inline MPI_Comm cmpi_comm_f2c(MPI_Fint comm) { return MPI_Comm_f2c(comm); }
CMPI_UNSAFE static inline MPI_Fint cmpi_comm_c2f(MPI_Comm comm) { return MPI_Comm_c2f(comm); }

#undef CMPI_HANDLE
#undef CMPI_NUMBER

// These take a handle and no pointer; where handles are numbers, Swift would call them safe.
int MPI_Abort(MPI_Comm comm, int errorcode) CMPI_UNSAFE;
int MPI_Barrier(MPI_Comm comm) CMPI_UNSAFE;
int MPI_Comm_set_errhandler(MPI_Comm comm, MPI_Errhandler errhandler) CMPI_UNSAFE;
int MPI_Win_set_errhandler(MPI_Win win, MPI_Errhandler errhandler) CMPI_UNSAFE;
int MPI_Win_fence(int assertion, MPI_Win win) CMPI_UNSAFE;
int MPI_Win_lock(int lock_type, int rank, int assertion, MPI_Win win) CMPI_UNSAFE;
int MPI_Win_unlock(int rank, MPI_Win win) CMPI_UNSAFE;
int MPI_Win_lock_all(int assertion, MPI_Win win) CMPI_UNSAFE;
int MPI_Win_unlock_all(MPI_Win win) CMPI_UNSAFE;
int MPI_Win_flush(int rank, MPI_Win win) CMPI_UNSAFE;
int MPI_Win_flush_all(MPI_Win win) CMPI_UNSAFE;
int MPI_Win_flush_local(int rank, MPI_Win win) CMPI_UNSAFE;
int MPI_Win_sync(MPI_Win win) CMPI_UNSAFE;

#endif
