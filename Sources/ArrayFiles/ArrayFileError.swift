import ShardedArrays

/// Why an array file cannot be read or written.
///
/// Every case carries the facts: the file and the numbers that disagree. The words are made in
/// ``description``, the exit code in ``kind``; both can be sent to another rank as text and a
/// number.
public enum ArrayFileError: Error, Hashable, Sendable {

  // MARK: An input that cannot be opened

  case notFound(path: String)
  case isDirectory(path: String)
  /// A pipe, a device or a socket: such a file cannot be read at an offset.
  case notRegular(path: String)
  /// `code` is `errno`.
  case cannotOpen(path: String, code: Int32)

  // MARK: An input that holds something else than it should

  case empty(path: String)
  /// The header of an `.npy` file is not one we can read.
  case header(path: String, NPYHeaderProblem)
  /// The data are shorter than the shape says. Bytes without the header.
  case truncated(path: String, shape: [Int], type: EntryType, needs: Int, holds: Int)
  /// The data are longer than the shape says. Bytes without the header.
  case extraBytes(path: String, shape: [Int], type: EntryType, needs: Int, holds: Int)
  /// A raw file whose size, without what is passed over, is not a multiple of its entry's.
  case brokenElement(path: String, type: EntryType, holds: Int)
  /// A raw file that is shorter than what is passed over at its start.
  case shorterThanOffset(path: String, offset: Int, holds: Int)
  /// A small file that is too large to be one.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// A directory given as an input.
  case noArrays(path: String)
  /// The same of lines of text.
  case noText(path: String)
  /// A directory given as an input of files without headers.
  case folderWithoutHeaders(path: String)
  case noMatch(pattern: String)
  /// A directory that should hold the parts of an output.
  case noParts(path: String)
  /// A directory that should hold the file of this field.
  case noField(path: String, name: String)
  case rawLayout(text: String, expected: String)
  /// An HDF5 file, or what was asked of it.
  case hdf5(path: String, HDF5Problem)

  /// An `.npz` file is not one that we can read.
  case archive(path: String, ArchiveProblem)

  /// A zarr directory is not one that we can read.
  case zarr(path: String, ZarrProblem)

  // MARK: Text

  /// A line of a text file; `line` counts line feeds from 1, also those inside quotes.
  case text(path: String, line: Int, TextProblem)
  case textHeadersDiffer(
    path: String, names: [String], firstPath: String, firstNames: [String])
  /// A file whose last line has no end, so that nothing can follow it.
  case lineWithoutEnd(path: String, nextPath: String)
  /// A column that holds text is used as a number; the line of the first text.
  case textColumn(path: String, line: Int, name: String)
  /// A column's values are too long to be compared as keys.
  case textKeyTooLong(path: String, name: String, bytes: Int, limit: Int)

  // MARK: Inputs that cannot be joined along axis 0

  case typesDiffer(path: String, type: EntryType, firstPath: String, firstType: EntryType)
  case byteOrdersDiffer(path: String, order: ByteOrder, firstPath: String, firstOrder: ByteOrder)
  case rowsDiffer(path: String, shape: [Int], firstPath: String, firstShape: [Int])
  /// A single value (shape `[]`) has no axis to join along.
  case noAxis(path: String, otherPath: String)
  /// Groups of fields that are not called the same, or a group and an array.
  case fieldsDiffer(path: String, fields: [String], firstPath: String, firstFields: [String])
  /// The lengths along axis 0, or the bytes, add up to more than 2⁶³ − 1.
  case joinedTooLarge(path: String)

  // MARK: Inputs that do not give records

  /// Rows were asked for of a single value.
  case noRows(path: String)
  /// Rows were asked for of an array of structures that has more axes than one.
  case rowsOfStructures(path: String, shape: [Int])
  /// A file that has fields of its own was named as one field.
  case fieldHasFields(path: String, name: String)
  case fieldWithoutName(path: String)
  case fieldTwice(name: String, path: String, firstPath: String)
  /// Two fields have different numbers of records.
  case lengthsDiffer(path: String, count: Int, firstPath: String, firstCount: Int)

  // MARK: An output that cannot be created

  /// A field's name that cannot be the name of its file in the directory `path`.
  case fieldNotFileName(path: String, name: String)

  case parentMissing(path: String, directory: String)
  case parentNotDirectory(path: String, directory: String)
  case parentNotWritable(path: String, directory: String, code: Int32)
  case outputExists(path: String)
  case outputIsDirectory(path: String)
  /// `content` is what it would hold: `shards` or `fields`.
  /// A directory with something that is no part of the zarr array that would replace it.
  case outputHoldsOther(path: String, name: String)
  /// Records that a zarr array cannot hold; `holds` is what they are.
  case notForZarr(path: String, holds: String)
  case outputNotDirectory(path: String, content: String)
  case outputNotEmpty(path: String)
  /// A pipe, a device or a socket: renaming a file over it would destroy it.
  case outputNotRegular(path: String)
  case outputIsInput(path: String, input: String)
  case outputsCollide(path: String, otherPath: String)
  case cannotCreate(path: String, code: Int32)
  /// The HDF5 library could not lay out an output; `words` are its own.
  /// Lines of text under a name of an HDF5 file.
  case textAsHDF5(path: String)
  /// Only the parts of HDF5 files are compressed.
  case compressNotHDF5(path: String)
  /// Bytes of a record.
  case compressTooWide(path: String, bytes: Int, limit: Int)
  case hdf5Output(path: String, action: String, words: String)
  /// The first rank made the file, but this rank does not see it.
  case notShared(path: String)

  // MARK: Input and output that failed

  case noSpace(path: String, needs: Int, available: Int)
  /// `action` is what was done: `reading`, `writing`, `flushing`, …; `code` is `errno`.
  case failed(path: String, action: String, code: Int32)
  /// The file changed after its header was read. Bytes from the start of the file.
  case becameShorter(path: String, needs: Int, holds: Int)
  /// The file is not what it was when the run began to read it, by its size, its time of last
  /// change or itself, and was to be read a second time.
  case changedWhileRead(path: String)
  /// A finished output has another size than was written. Bytes of the whole file.
  case wrongSize(path: String, expected: Int, holds: Int)
  /// What another rank met, in its words.
  case reported(kind: Kind, words: String)
  /// Bytes from another rank that do not decode: the ranks run different versions.
  case malformedMessage(what: String)
}

/// What is wrong with the header of an `.npy` file.
public enum NPYHeaderProblem: Error, Hashable, Sendable {
  /// The file's first bytes; at most six.
  case badMagic(starts: [UInt8])
  case unknownVersion(major: Int, minor: Int)
  /// The file ends inside the header. Bytes from the start of the file.
  case cut(needs: Int, holds: Int)
  /// The header claims more than ``NPYHeader/lengthLimit``; it is not read into memory.
  case tooLong(bytes: Int, limit: Int)
  /// The text starts with something else than `{`.
  case notDictionary(starts: String)
  /// `at` counts bytes from the start of the file.
  case syntax(at: Int, expected: String, found: String)
  case missingKey(String)
  case unknownKey(String)
  case repeatedKey(String)
  case negativeLength([Int])
  /// The bytes, or one length, pass 2⁶³ − 1; the shape as written in the file.
  case shapeTooLarge(String)
  /// Elements lie in column order, which is another order than ours.
  case fortranOrder([Int])
  case unknownType(String)
  case objectType
  /// Records with named fields where only elements are read; the `descr` as NumPy writes it.
  case structuredType(String)
  /// What is wrong with the field of this name.
  indirect case field(String, NPYHeaderProblem)
  case noFields
  case unnamedField(number: Int)
  case fieldTwice(String)
  /// A field that has fields or a subarray of its own; the `descr` as written in the file.
  case nestedField(String, descr: String)
  /// A field with a title besides its name; both as written in the file.
  case titledField(String)
  case tooManyFields(limit: Int)
  case entryTooLarge(limit: Int)
  /// A type of NumPy's that we do not prune, and what it holds: `complex numbers`.
  case unsupportedType(String, holds: String)
}

extension ArrayFileError {
  /// The kinds of failure a program tells apart by its exit code, as in `sysexits.h`.
  public enum Kind: Int, Sendable {
    case usage = 64
    case badData = 65
    case missingInput = 66
    case cannotCreate = 73
    case io = 74
  }

  public var kind: Kind {
    switch self {
    case .reported(let kind, _): kind
    case .hdf5(_, let problem):
      problem.kind
    case .rawLayout, .fieldWithoutName, .fieldTwice, .compressNotHDF5:
      .usage
    case .notFound, .isDirectory, .notRegular, .cannotOpen, .noParts, .noField, .noArrays, .noText,
      .folderWithoutHeaders, .noMatch:
      .missingInput
    case .empty, .header, .truncated, .extraBytes, .brokenElement, .shorterThanOffset, .tooLarge,
      .typesDiffer,
      .byteOrdersDiffer, .rowsDiffer, .noAxis, .joinedTooLarge, .noRows,
      .rowsOfStructures, .fieldHasFields, .lengthsDiffer, .fieldsDiffer, .archive, .zarr, .text,
      .textHeadersDiffer, .lineWithoutEnd, .textColumn, .textKeyTooLong:
      .badData
    case .parentMissing, .parentNotDirectory, .parentNotWritable, .outputExists,
      .outputIsDirectory, .outputNotDirectory, .outputHoldsOther, .notForZarr, .outputNotEmpty,
      .outputNotRegular,
      .outputIsInput, .outputsCollide, .cannotCreate, .hdf5Output, .textAsHDF5, .notShared,
      .fieldNotFileName, .compressTooWide:
      .cannotCreate
    case .noSpace, .failed, .becameShorter, .changedWhileRead, .wrongSize, .malformedMessage:
      .io
    }
  }
}
