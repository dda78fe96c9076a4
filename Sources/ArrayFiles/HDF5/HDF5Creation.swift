/// A file to be laid out: its datasets, and what they are made in the likeness of.
struct HDF5Creation {
  struct Dataset {
    let path: String
    let format: ColumnFormat
    let count: Int
    let origin: HDF5Origin?

    var shape: [Int] { [count] + format.rowShape }
  }

  let datasets: [Dataset]
  /// The files that hold the records, in order, where this one joins them: names beside it, and
  /// how many records each has. None: this file holds them.
  var parts: [(name: String, count: Int)] = []
  /// Whether the datasets have chunks, for ``HDF5Packer`` to fill.
  var isCompressed = false
  /// Whether everything else of the file that the first dataset comes from is copied, too.
  var copiesRest = false

  /// A file that was laid out.
  struct Made {
    /// Where each dataset's bytes start; 0 for one without bytes, and where it has chunks.
    var offsets: [Int]
    /// What could not be carried over, for people.
    var notes: [String]
  }

  /// Local; on one rank. Makes the file, with its datasets at their full size but not their values:
  /// those are for `pwrite`, at the offsets.
  ///
  /// - Parameters:
  ///   - path: Must not exist.
  ///   - name: As the user named it.
  /// - Throws: ``ArrayFileError``; the file is removed then.
  func make(_ path: String, as name: String) throws(ArrayFileError) -> Made {
    #if HDF5
      do throws(ArrayFileError) {
        return try HDF5Writer(path, as: name).make(self)
      } catch {
        try? System.unlink(path)
        throw error
      }
    #else
      throw .hdf5(path: name, .switchedOff)
    #endif
  }
}
