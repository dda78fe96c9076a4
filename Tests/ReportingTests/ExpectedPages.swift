/// The pages as they must be, letter by letter.
enum ExpectedPage {
  /// Eight ranks, the survivors on the first.
  static let skewed = """
    prune-mpi 0.1.0 · 8 ranks on node01
      command  prune-mpi era-u.npy --keep 'abs(x) > 20' -o jet.npy
      input    era-u.npy
      array    float64, shape (694080,), 694,080 records, 5.30 MiB

    Kept 91,778 of 694,080 records (13.2 %), dropped 602,302
      stage                read    kept          dropped
      keep abs(x) > 20  694,080  91,778  13.2 %  602,302  86.8 %

    Phases, 50.5 ms in all
      initialise  open, split, plan  1.20 ms     128 B  ▊
      analyse     read blocks        34.0 ms  5.30 MiB  ████████████████████▎
      prune       test, keep         5.10 ms       0 B  ███
      optimise    balance, write     9.80 ms   717 KiB  █████▉
      evaluate    gather, check       400 µs  2.00 KiB  ▎

    Records per rank (imbalance = largest / mean; bars of pruned and balanced share one scale)
                 before                     pruned                     balanced
      rank 0     86,760  █████████████████  45,000  █████████████████    11,473  ████▍
      rank 1     86,760  █████████████████  31,000  ███████████▊         11,473  ████▍
      rank 2     86,760  █████████████████  15,000  █████▋               11,472  ████▍
      rank 3     86,760  █████████████████     778  ▎                    11,472  ████▍
      rank 4     86,760  █████████████████       0                       11,472  ████▍
      rank 5     86,760  █████████████████       0                       11,472  ████▍
      rank 6     86,760  █████████████████       0                       11,472  ████▍
      rank 7     86,760  █████████████████       0                       11,472  ████▍
      imbalance    1.00                       3.92                         1.00

    Effect: the next step over this data runs 7.56 times as fast (pruning 1.93 × balancing 3.92)
      P modelled   7.56  from counts: P1 / P0
      P measured   5.76  from times: one pass took 34.0 ms before, 5.90 ms after (slowest rank)
      P0          0.132  before: the part of a step that ranks spend on survivors, on average
      P1           1.00  after: the same

    Balance: moved 56,581 records (442 KiB) in 1.20 ms, because it pays
      moving costs   410 µs  the busiest rank's records at 1.20 GiB/s, by a trial just before
      and saves     2.30 ms  in 100 passes (--reuse): no rank then waits for the fullest

    Memory of the largest rank, messages of all
      peak      45.2 MiB, within the 52.1 MiB predicted at most
      data      678 KiB before → 89.6 KiB after
      messages  312 MPI calls, 1.30 MiB, longest in MPI_Allreduce: 2.30 ms

    Written
      jet.npy  91,778 survivors, 717 KiB
      digest  0123456789abcdef0123456789abcdef  of the survivors, the same on any number of ranks
    """

  /// Nothing about balance and imbalance.
  static let oneRank = """
    prune-mpi 0.1.0 · 1 rank on node01
      command  prune-mpi era-u.npy --keep 'abs(x) > 20' -o jet.npy
      input    era-u.npy
      array    float64, shape (694080,), 694,080 records, 5.30 MiB

    Kept 91,778 of 694,080 records (13.2 %), dropped 602,302
      stage                read    kept          dropped
      keep abs(x) > 20  694,080  91,778  13.2 %  602,302  86.8 %

    Phases, 50.5 ms in all
      initialise  open, split, plan  1.20 ms     128 B  ▊
      analyse     read blocks        34.0 ms  5.30 MiB  ████████████████████▎
      prune       test, keep         5.10 ms       0 B  ███
      optimise    balance, write     9.80 ms   717 KiB  █████▉
      evaluate    gather, check       400 µs  2.00 KiB  ▎

    Effect: the next step over this data runs 7.56 times as fast
      P modelled   7.56  from counts: P1 / P0
      P measured   5.76  from times: one pass took 34.0 ms before, 5.90 ms after
      P0          0.132  before: the part of a step that ranks spend on survivors, on average
      P1           1.00  after: the same

    Memory and messages
      peak      45.2 MiB, within the 52.1 MiB predicted at most
      data      5.30 MiB before → 717 KiB after
      messages  312 MPI calls, 1.30 MiB, longest in MPI_Allreduce: 2.30 ms

    Written
      jet.npy  91,778 survivors, 717 KiB
      digest  0123456789abcdef0123456789abcdef  of the survivors, the same on any number of ranks
    """

  /// The spread instead of a line per rank; in ASCII.
  static let hundred = """
    prune-mpi 0.1.0 - 100 ranks on 10 hosts (node1 to node10)
      command  prune-mpi era-u.npy --keep 'abs(x) > 20' -o jet.npy
      input    era-u.npy
      array    float64, shape (100000000,), 100,000,000 records, 763 MiB

    Kept 41,700 of 100,000,000 records (0.0417 %), dropped 99,958,300
      stage                    read    kept               dropped
      keep abs(x) > 20  100,000,000  41,700  0.0417 %  99,958,300  > 99.9 %

    Phases, 50.5 ms in all
      initialise  open, split, plan  1.20 ms     128 B  #
      analyse     read blocks        34.0 ms   763 MiB  ####################
      prune       test, keep         5.10 ms       0 B  ###
      optimise    balance, write     9.80 ms   326 KiB  ######
      evaluate    gather, check       400 us  2.00 KiB  #

    Records per rank (imbalance = largest / mean; bars of pruned and balanced share one scale)
      of 100 ranks       before                   pruned                   balanced
      largest         1,000,000  ###############     990  ###############       417  ######
      third quartile  1,000,000  ###############     750  ###########           417  ######
      median          1,000,000  ###############     500  ########              417  ######
      first quartile  1,000,000  ###############       0                        417  ######
      smallest        1,000,000  ###############       0                        417  ######
      imbalance            1.00                     2.37                       1.00
      rank 99 found the most survivors, 990; 40 ranks found none

    Effect: the next step over this data runs 2,398 times as fast (pruning 1,010 x balancing 2.37)
      P modelled    2,398  from counts: P1 / P0
      P measured     5.76  from times: one pass took 34.0 ms before, 5.90 ms after (slowest rank)
      P0          4.17e-4  before: the part of a step that ranks spend on survivors, on average
      P1             1.00  after: the same

    Balance: moved 16,704 records (130 KiB) in 1.20 ms, because it pays
      moving costs   410 us  the busiest rank's records at 1.20 GiB/s, by a trial just before
      and saves     2.30 ms  in 100 passes (--reuse): no rank then waits for the fullest

    Memory of the largest rank, messages of all
      peak      45.2 MiB, within the 52.1 MiB predicted at most
      data      7.63 MiB before -> 3.26 KiB after
      messages  312 MPI calls, 1.30 MiB, longest in MPI_Allreduce: 2.30 ms

    Written
      jet.npy  41,700 survivors, 326 KiB
      digest  0123456789abcdef0123456789abcdef  of the survivors, the same on any number of ranks
    """

  /// K = 0 in words.
  static let noSurvivors = """
    prune-mpi 0.1.0 · 3 ranks on node01
      command  prune-mpi era-u.npy --keep 'abs(x) > 20' -o jet.npy
      input    era-u.npy
      array    float64, shape (29,), 29 records, 232 B

    Kept none of 29 records: nothing survived
      stage             read  kept       dropped
      keep abs(x) > 20    29     0  0 %       29  100 %

    Phases, 50.5 ms in all
      initialise  open, split, plan  1.20 ms     128 B  ▊
      analyse     read blocks        34.0 ms     232 B  ████████████████████▎
      prune       test, keep         5.10 ms       0 B  ███
      optimise    balance, write     9.80 ms       0 B  █████▉
      evaluate    gather, check       400 µs  2.00 KiB  ▎

    Effect: nothing is left for the next step to do, so its speed-up has no number

    Memory of the largest rank, messages of all
      peak      45.2 MiB, within the 52.1 MiB predicted at most
      data      80 B before → 0 B after
      messages  312 MPI calls, 1.30 MiB, longest in MPI_Allreduce: 2.30 ms

    Nothing written: no output was named (-o FILE)
      digest  0123456789abcdef0123456789abcdef  of the survivors, the same on any number of ranks
    """

  /// An empty input.
  static let nothingRead = """
    prune-mpi 0.1.0 · 3 ranks on node01
      command  prune-mpi era-u.npy --keep 'abs(x) > 20' -o jet.npy
      input    era-u.npy
      array    float64, shape (0,), 0 records, 0 B

    Nothing was read: the input holds no records

    Phases, 50.5 ms in all
      initialise  open, split, plan  1.20 ms     128 B  ▊
      analyse     read blocks        34.0 ms       0 B  ████████████████████▎
      prune       test, keep         5.10 ms       0 B  ███
      optimise    balance, write     9.80 ms       0 B  █████▉
      evaluate    gather, check       400 µs  2.00 KiB  ▎

    Effect: none, there was nothing to prune

    Memory of the largest rank, messages of all
      peak      45.2 MiB, within the 52.1 MiB predicted at most
      data      0 B before → 0 B after
      messages  312 MPI calls, 1.30 MiB, longest in MPI_Allreduce: 2.30 ms

    Written
      jet.npy  0 survivors, 128 B
      digest  0123456789abcdef0123456789abcdef  of the survivors, the same on any number of ranks
    """
}
