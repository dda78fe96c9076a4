// A program that has started MPI itself, and calls Swift functions that use the MPI library:
// afterwards MPI still runs, and its communicators and error handlers are the program's own.
// Rank 0 prints `ok`; what is wrong is said on standard error, and the exit code is 1.
#include <mpi.h>
#include <stdio.h>

// HostedPart.swift
long hosted_sum_by_fortran_handle(int communicator, long mine);
long hosted_sum_by_c_handle(const void *communicator, long mine);
long hosted_run(void);
long hosted_failure(void);

static int rank, size, wrong, handled;

static void expect(int holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "mpi-host: rank %d: wrong: %s\n", rank, what);
  wrong = 1;
}

static void handle_error(MPI_Comm *communicator, int *code, ...) {
  (void)communicator, (void)code;
  handled++;
}

// Whether errors on a communicator still go to handle_error.
static void expect_own_handler(MPI_Comm communicator, const char *what) {
  int before = handled, nothing = 0;
  MPI_Send(&nothing, 1, MPI_INT, size, 0, communicator);  // there is no such rank
  expect(handled == before + 1, what);
}

int main(int argc, char **argv) {
  MPI_Errhandler own;
  MPI_Comm reversed;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  MPI_Comm_create_errhandler(handle_error, &own);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, own);
  MPI_Comm_split(MPI_COMM_WORLD, 0, -rank, &reversed);
  MPI_Comm_set_errhandler(reversed, own);

  // Over the ranks r: r times the place from the end, `size - r`.
  long sum = 0;
  for (long r = 0; r < size; r++) sum += r * (size - r);

  // More than once, as nothing may be left over from the time before.
  for (int time = 0; time < 3; time++) {
    expect(hosted_run() == size, "hosted_run");
    expect(hosted_sum_by_fortran_handle(MPI_Comm_c2f(reversed), rank) == sum, "Fortran handle");
    expect(hosted_sum_by_c_handle(&reversed, rank) == sum, "C handle");
    expect(hosted_failure() == 1, "hosted_failure");
    expect_own_handler(MPI_COMM_WORLD, "the error handler of MPI_COMM_WORLD");
    expect_own_handler(reversed, "the error handler of the program's communicator");

    int finalized = 1, total = 0, one = 1;
    MPI_Finalized(&finalized);
    expect(!finalized, "MPI no longer runs");
    MPI_Allreduce(&one, &total, 1, MPI_INT, MPI_SUM, reversed);
    expect(total == size, "the program's own call afterwards");
  }
  expect(handled == 6, "errors of calls that should not have failed");

  MPI_Comm_free(&reversed);
  MPI_Errhandler_free(&own);
  MPI_Finalize();
  if (rank == 0 && !wrong) puts("ok");
  return wrong;
}
