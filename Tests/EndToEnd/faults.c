// Makes chosen system calls of one rank fail, for the failure tests: a library for LD_PRELOAD.
//
// What happens is told by the environment:
//   FAULT_CALL   open, pread, pwrite, fallocate, fdatasync, rename, ftruncate or close
//   FAULT_RANK   only on this rank; default: on every rank
//   FAULT_PATH   only for files whose path contains this; default: any file
//   FAULT_MIN    only pread and pwrite of at least so many bytes; default 0
//   FAULT_NTH    from the n-th such call on, counted from 1; default 1
//   FAULT_DO     a number: the call fails with it as errno
//                short: pread and pwrite move half the bytes, once
//                kill: the process kills itself with SIGKILL
//                pause: the call makes the file $FAULT_GATE.waiting and waits for $FAULT_GATE
//
// Seen are the calls of dynamically linked code by name; not those inside libc itself.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int on_this_rank(void) {
  const char *wanted = getenv("FAULT_RANK");
  const char *rank = getenv("OMPI_COMM_WORLD_RANK");
  if (rank == NULL) rank = getenv("PMIX_RANK");
  if (rank == NULL) rank = "0";
  return wanted == NULL || strcmp(wanted, rank) == 0;
}

// Whether the file is meant; `path` is NULL where only the descriptor is known.
static int is_meant(const char *path, int descriptor) {
  const char *wanted = getenv("FAULT_PATH");
  char link[64], name[4096];
  if (wanted == NULL) return 1;
  if (path == NULL) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) return 0;
    name[length] = 0;
    path = name;
  }
  return strstr(path, wanted) != NULL;
}

static void wait_at(const char *gate) {
  char waiting[4096];
  snprintf(waiting, sizeof waiting, "%s.waiting", gate);
  int made = creat(waiting, 0666);
  if (made >= 0) syscall(SYS_close, made);
  while (access(gate, F_OK) != 0) usleep(10000);
}

enum { GO_ON, FAIL, SHORT };

// What to do about a call; sets errno where it is to fail. Does not return where the process
// is to be killed, and late where it is to pause.
static int fault(const char *call, const char *path, int descriptor) {
  static atomic_long seen;
  const char *wanted = getenv("FAULT_CALL");
  const char *action = getenv("FAULT_DO");
  const char *nth = getenv("FAULT_NTH");
  if (wanted == NULL || action == NULL || strcmp(wanted, call) != 0) return GO_ON;
  if (!on_this_rank() || !is_meant(path, descriptor)) return GO_ON;
  long first = nth == NULL ? 1 : atol(nth);
  long number = atomic_fetch_add(&seen, 1) + 1;
  if (number < first) return GO_ON;
  if (strcmp(action, "short") == 0) return number == first ? SHORT : GO_ON;
  if (strcmp(action, "kill") == 0) raise(SIGKILL);
  if (strcmp(action, "pause") == 0) {
    wait_at(getenv("FAULT_GATE"));
    return GO_ON;
  }
  errno = atoi(action);
  return FAIL;
}

static size_t smallest(void) {
  const char *bytes = getenv("FAULT_MIN");
  return bytes == NULL ? 0 : (size_t)atol(bytes);
}

// The function that this library stands in front of, with the type of its stand-in.
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPEN(name)                                                                     \
  int name(const char *path, int flags, ...) {                                         \
    mode_t mode = 0;                                                                   \
    if (flags & (O_CREAT | O_TMPFILE)) {                                               \
      va_list rest;                                                                    \
      va_start(rest, flags);                                                           \
      mode = va_arg(rest, mode_t);                                                     \
      va_end(rest);                                                                    \
    }                                                                                  \
    return fault("open", path, -1) == FAIL ? -1 : REAL(name)(path, flags, mode);       \
  }

#define TRANSFER(name, call, pointer)                                                  \
  ssize_t name(int descriptor, pointer bytes, size_t count, off_t offset) {            \
    int todo = count < smallest() ? GO_ON : fault(call, NULL, descriptor);             \
    if (todo == FAIL) return -1;                                                       \
    if (todo == SHORT && count > 1) count /= 2;                                        \
    return REAL(name)(descriptor, bytes, count, offset);                               \
  }

#define ON_DESCRIPTOR(name, call, parameters, ...)                                     \
  int name parameters {                                                                \
    return fault(call, NULL, descriptor) == FAIL ? -1 : REAL(name)(__VA_ARGS__);       \
  }

OPEN(open)
OPEN(open64)
TRANSFER(pread, "pread", void *)
TRANSFER(pread64, "pread", void *)
TRANSFER(pwrite, "pwrite", const void *)
TRANSFER(pwrite64, "pwrite", const void *)
ON_DESCRIPTOR(fallocate, "fallocate", (int descriptor, int mode, off_t from, off_t length),
              descriptor, mode, from, length)
ON_DESCRIPTOR(ftruncate, "ftruncate", (int descriptor, off_t length), descriptor, length)
ON_DESCRIPTOR(fdatasync, "fdatasync", (int descriptor), descriptor)
ON_DESCRIPTOR(close, "close", (int descriptor), descriptor)

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  if (fault("rename", to, -1) == FAIL) return -1;
  return REAL(renameat2)(from_folder, from, to_folder, to, flags);
}

int rename(const char *from, const char *to) {
  return fault("rename", to, -1) == FAIL ? -1 : REAL(rename)(from, to);
}
