// Stands in front of the MPI library, for test_mpi_errors.py and test_mpi_counts.py: a library
// for LD_PRELOAD that makes chosen calls fail, and counts all calls through MPI's profiling
// interface (MPI-3.1 section 14.2).
//
// What happens is told by the environment:
//   MPI_FAULT_CALL   this call fails, for instance MPI_Bcast; stands for MPI_Bcast_c too
//   MPI_FAULT_CLASS  with this error class: a name out of `classes` below
//   MPI_FAULT_RANK   only on this rank of the run; default: on every rank
//   MPI_FAULT_NTH    from the n-th such call on, counted from 1; default 1
//   MPI_FAULT_MARK   only while MPI_MARK has this value; default: always
//   MPI_COUNT_FILE   at MPI_Finalize, the file of this name with `.RANK` behind it gets a line
//                    `MARK CALL NUMBER` for each mark and call (without `_c`)
// A program sets MPI_MARK itself, to say what it is doing; `-` while it has none.
//
// A call that fails is not made: as in a library that refuses it at once.
#define _GNU_SOURCE
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *setting(const char *name, const char *otherwise) {
  const char *value = getenv(name);
  return value == NULL ? otherwise : value;
}

// The rank in the run, known before MPI is: from Open MPI's launcher or MPICH's.
static const char *this_rank(void) {
  return setting("OMPI_COMM_WORLD_RANK", setting("PMI_RANK", "0"));
}

static const struct {
  const char *name;
  int number;
} classes[] = {
    {"MPI_ERR_INTERN", MPI_ERR_INTERN},
    {"MPI_ERR_NO_MEM", MPI_ERR_NO_MEM},
    {"MPI_ERR_OTHER", MPI_ERR_OTHER},
    {"MPI_ERR_TRUNCATE", MPI_ERR_TRUNCATE},
};

static int error_class(void) {
  const char *name = setting("MPI_FAULT_CLASS", "");
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
    if (strcmp(classes[i].name, name) == 0) return classes[i].number;
  fprintf(stderr, "mpi_faults: unknown MPI_FAULT_CLASS '%s'\n", name);
  exit(70);
}

// How often each call was made under each mark.
static struct {
  char mark[48], call[48];
  long count;
} counts[2048];

static long count(const char *mark, const char *call) {
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    if (counts[i].count == 0) {
      snprintf(counts[i].mark, sizeof counts[i].mark, "%s", mark);
      snprintf(counts[i].call, sizeof counts[i].call, "%s", call);
    }
    if (strcmp(counts[i].mark, mark) == 0 && strcmp(counts[i].call, call) == 0)
      return ++counts[i].count;
  }
  fprintf(stderr, "mpi_faults: more marks and calls than there is room for\n");
  exit(70);
}

static void write_counts(void) {
  const char *file = getenv("MPI_COUNT_FILE");
  char name[4096];
  if (file == NULL) return;
  snprintf(name, sizeof name, "%s.%s", file, this_rank());
  FILE *out = fopen(name, "w");
  if (out == NULL) {
    perror(name);
    exit(70);
  }
  for (size_t i = 0; i < sizeof counts / sizeof *counts && counts[i].count > 0; i++)
    fprintf(out, "%s %s %ld\n", counts[i].mark, counts[i].call, counts[i].count);
  fclose(out);
}

// Counts a call; what it is to return instead of being made, or MPI_SUCCESS.
static int before(const char *exact_name) {
  static long matching;
  char call[64];
  snprintf(call, sizeof call, "%s", exact_name);
  size_t length = strlen(call);
  if (length > 2 && strcmp(call + length - 2, "_c") == 0) call[length - 2] = 0;
  const char *mark = setting("MPI_MARK", "-");
  count(mark, call);
  if (strcmp(call, "MPI_Finalize") == 0) write_counts();

  if (strcmp(call, setting("MPI_FAULT_CALL", "")) != 0) return MPI_SUCCESS;
  if (strcmp(this_rank(), setting("MPI_FAULT_RANK", this_rank())) != 0) return MPI_SUCCESS;
  if (strcmp(mark, setting("MPI_FAULT_MARK", mark)) != 0) return MPI_SUCCESS;
  return ++matching < atol(setting("MPI_FAULT_NTH", "1")) ? MPI_SUCCESS : error_class();
}

#define DEFINE(name, parameters, arguments)     \
  int MPI_##name parameters {                   \
    int code = before("MPI_" #name);            \
    return code ? code : PMPI_##name arguments; \
  }

// CALL(name, types of its parameters): the stand-in for MPI_name.
#define NAMED(name, n) NAMED_(name, n)
#define NAMED_(name, n) name##n
#define NUMBER(...) NUMBER_(__VA_ARGS__, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define NUMBER_(a, b, c, d, e, f, g, h, i, j, k, l, m, n, ...) n
#define CALL(name, ...) NAMED(CALL, NUMBER(__VA_ARGS__))(name, __VA_ARGS__)

#define CALL1(z, A) DEFINE(z, (A a), (a))
#define CALL2(z, A, B) DEFINE(z, (A a, B b), (a, b))
#define CALL3(z, A, B, C) DEFINE(z, (A a, B b, C c), (a, b, c))
#define CALL4(z, A, B, C, D) DEFINE(z, (A a, B b, C c, D d), (a, b, c, d))
#define CALL5(z, A, B, C, D, E) DEFINE(z, (A a, B b, C c, D d, E e), (a, b, c, d, e))
#define CALL6(z, A, B, C, D, E, F) \
  DEFINE(z, (A a, B b, C c, D d, E e, F f), (a, b, c, d, e, f))
#define CALL7(z, A, B, C, D, E, F, G) \
  DEFINE(z, (A a, B b, C c, D d, E e, F f, G g), (a, b, c, d, e, f, g))
#define CALL8(z, A, B, C, D, E, F, G, H) \
  DEFINE(z, (A a, B b, C c, D d, E e, F f, G g, H h), (a, b, c, d, e, f, g, h))
#define CALL9(z, A, B, C, D, E, F, G, H, I) \
  DEFINE(z, (A a, B b, C c, D d, E e, F f, G g, H h, I i), (a, b, c, d, e, f, g, h, i))
#define CALL10(z, A, B, C, D, E, F, G, H, I, J)                   \
  DEFINE(z, (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j),   \
         (a, b, c, d, e, f, g, h, i, j))
#define CALL12(z, A, B, C, D, E, F, G, H, I, J, K, L)                       \
  DEFINE(z, (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l),   \
         (a, b, c, d, e, f, g, h, i, j, k, l))

typedef MPI_Comm Comm;
typedef MPI_Datatype Type;
typedef MPI_Op Op;
typedef MPI_Win Win;
typedef MPI_Status Status;
typedef MPI_Request Request;
typedef MPI_Aint Aint;

DEFINE(Finalize, (void), ())
CALL(Init_thread, int *, char ***, int, int *)
CALL(Get_processor_name, char *, int *)

CALL(Comm_rank, Comm, int *)
CALL(Comm_size, Comm, int *)
CALL(Comm_group, Comm, MPI_Group *)
CALL(Group_translate_ranks, MPI_Group, int, const int *, MPI_Group, int *)
CALL(Group_free, MPI_Group *)
CALL(Comm_dup, Comm, Comm *)
CALL(Comm_split, Comm, int, int, Comm *)
CALL(Comm_split_type, Comm, int, int, MPI_Info, Comm *)
CALL(Comm_free, Comm *)
CALL(Comm_set_errhandler, Comm, MPI_Errhandler)

CALL(Barrier, Comm)
CALL(Ibarrier, Comm, Request *)
CALL(Probe, int, int, Comm, Status *)
CALL(Iprobe, int, int, Comm, int *, Status *)
CALL(Mprobe, int, int, Comm, MPI_Message *, Status *)
CALL(Improbe, int, int, Comm, int *, MPI_Message *, Status *)
CALL(Wait, Request *, Status *)
CALL(Waitany, int, Request *, int *, Status *)
CALL(Waitall, int, Request *, Status *)
CALL(Test, Request *, int *, Status *)
CALL(Testany, int, Request *, int *, int *, Status *)
CALL(Testall, int, Request *, int *, Status *)
CALL(Request_get_status, Request, int *, Status *)
CALL(Get_elements_x, const Status *, Type, MPI_Count *)
CALL(Type_get_extent, Type, Aint *, Aint *)

CALL(Type_commit, Type *)
CALL(Type_free, Type *)
CALL(Op_free, Op *)

CALL(Win_free, Win *)
CALL(Win_set_errhandler, Win, MPI_Errhandler)
CALL(Win_fence, int, Win)
CALL(Win_lock, int, int, int, Win)
CALL(Win_unlock, int, Win)
CALL(Win_lock_all, int, Win)
CALL(Win_unlock_all, Win)
CALL(Win_flush, int, Win)
CALL(Win_flush_all, Win)
CALL(Win_flush_local, int, Win)
CALL(Win_flush_local_all, Win)
CALL(Win_sync, Win)
CALL(Fetch_and_op, const void *, void *, Type, int, Aint, Op, Win)
CALL(Compare_and_swap, const void *, const void *, void *, Type, int, Aint, Win)

// The calls with counts: as they are in MPI-3.1, and where the library has them the `_c` forms.
#define COUNTED(name, ...) CALL(name, __VA_ARGS__)
typedef int Count;   // numbers of elements
typedef int Place;   // displacements in elements
typedef Aint Bytes;  // displacements in bytes
typedef MPI_User_function Function;
#include "mpi_faults_counted.h"

#if MPI_VERSION >= 4
#undef COUNTED
#define COUNTED(name, ...) CALL(name##_c, __VA_ARGS__)
#define Count MPI_Count
#define Place Aint
#define Bytes MPI_Count
#define Function MPI_User_function_c
#include "mpi_faults_counted.h"
#endif
