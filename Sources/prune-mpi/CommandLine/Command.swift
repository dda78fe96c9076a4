/// What the program can do. `prune` is what it does when its first argument names none of the
/// others.
package enum Command: String, Sendable, CaseIterable {
  case prune, inspect, verify, effect

  /// The command that a first argument names; `prune` has no name.
  package init?(firstArgument: String) {
    guard let command = Self(rawValue: firstArgument), command != .prune else { return nil }
    self = command
  }

  /// How the command is called.
  package var callName: String {
    self == .prune ? "prune-mpi" : "prune-mpi \(rawValue)"
  }

  /// A call in general.
  var usage: String {
    (self == .prune ? "mpirun -np 8 " : "") + "\(callName) \(operands)"
  }

  /// What follows the call name.
  var operands: String {
    switch self {
    case .prune: "FILE... STAGE... [flags]"
    case .inspect: "FILE... [--raw LAYOUT]"
    case .verify: "FILE|DIR --report FILE"
    case .effect: "--before LIST --after LIST"
    }
  }

  /// At most 54 columns.
  package var summary: String {
    switch self {
    case .prune: "keep what a job needs of large arrays, evenly spread"
    case .inspect: "shape, type, bytes, min, max, mean, NaN, zeros"
    case .verify: "check an output against the report of its run"
    case .effect: "what pruning bought, from measured performances"
    }
  }

  /// Paragraphs of `--help`.
  var details: [String] {
    switch self {
    case .prune:
      [
        """
        prune-mpi drops what a job does not need from arrays that may be too large for one \
        machine, keeps the rest exactly and in order, spreads it evenly over the ranks, and \
        reports what that bought. It runs under mpirun on any number of ranks, or without mpirun \
        on one.
        """,
        """
        Each FILE is a .npy file (version 1, 2 or 3; bool, integers of 1 to 8 bytes, float16, 32 \
        or 64, or structures of them; either byte order), or binary values without a header \
        (--raw). Several files of one element type and byte order are taken as one array along \
        axis 0. A record is one element, and the result one-dimensional, in C order, as NumPy's \
        a[mask] is; or an entry with fields, or a row: see RECORDS.
        """,
        """
        FILE may also be a folder, which stands for the .npy files in it, or a pattern in quotes, \
        'run-*/part-*.npy', with * for any text, ? for one character and [...] for one of a set. \
        Their files come in natural order, part-2 before part-10; files named one by one, also by \
        the shell, stay in the order typed. Headers are read by all ranks in turn.
        """,
        """
        A .npz file, stored or deflated, has its arrays as the fields of records; several are joined \
        array by array, and the output is a directory as with --field.
        """,
        """
        HDF5 and NetCDF-4 files are read, too. data.h5:/group/name is a dataset; data.h5:/group is \
        a group, whose equally long datasets are the fields of records under their names; data.h5 \
        alone is the only thing to prune in it. Datasets of compound type are records with \
        fields. Chunks are decoded by one rank each. The file may be a pattern: 'run-*.h5:/wind'.
        """,
        """
        A folder that holds a zarr array, version 2 or 3, is that array: data.zarr, or in a group \
        data.zarr/u. A group whose arrays are equally long has them as the fields of records. \
        Chunks are uncompressed or packed by zlib, gzip, zstd or blosc. An output whose name ends \
        in .zarr is an uncompressed zarr array, or of several fields a group.
        """,
        """
        Without arguments a built-in example is generated and pruned; it needs no files.
        """,
      ]
    case .inspect:
      [
        """
        Shows the shape, element type and bytes of each FILE, the minimum, maximum and mean of its \
        values, and how many are NaN and how many are zero. A folder, or a pattern in quotes, is \
        shown as the one array that its files are together. Of an HDF5 file of which no dataset \
        is named it shows the tree: groups and those that can be read as records, datasets with \
        type, shape, chunks and filters, and attributes (@).
        """
      ]
    case .verify:
      [
        """
        Reads FILE, the shards in DIR or what a quoted pattern matches, computes digest and counts anew and compares them with \
        the report. Exit code 0 when they agree, 2 when they differ.
        """
      ]
    case .effect:
      [
        """
        Compares the performance of the nodes before and after, where a node's performance is the \
        part of a parallel step in which it does useful work: P0 is the mean before, P1 the mean \
        after and P = P1 / P0. LIST is one number for each node, with commas between.
        """
      ]
    }
  }

  /// Complete command lines, and what each does.
  var examples: [(line: String, meaning: String)] {
    switch self {
    case .prune:
      [
        ("mpirun -np 8 prune-mpi wind.npy --keep 'abs(x) > 20' -o jet.npy", "prune one array"),
        (
          "mpirun -np 8 prune-mpi 'run-*/*.npy' --keep 'x > 4' -o out --shards 8",
          "all files that match as one array, written as eight"
        ),
        (
          "prune-mpi wind.npy --keep 'x > 0' --unique --top 10% -o best.npy",
          "three stages, one after the other"
        ),
        (
          "mpirun -np 8 prune-mpi era.h5:/wind --keep 'u > 20 and v > 0' -o jet.h5",
          "datasets of a group as fields, written as HDF5"
        ),
        ("prune-mpi wind.npy --keep 'abs(x) > 20' --explain", "the plan only"),
      ]
    case .inspect:
      [
        ("prune-mpi inspect wind.npy", "one file"),
        ("prune-mpi inspect era.h5", "what an HDF5 file holds"),
        ("prune-mpi inspect --raw f4:1000,3 wind.bin", "a file without a header"),
      ]
    case .verify:
      [
        ("prune-mpi verify jet.npy --report report.json", "one file"),
        ("prune-mpi verify out --report report.json", "a directory of shards"),
      ]
    case .effect:
      [
        (
          "prune-mpi effect --before 0.8,0.9,0.7,0.85,0.88 --after 0.9,0.95,0.8,0.9,0.9",
          "five nodes; P = 1.0775"
        )
      ]
    }
  }
}
