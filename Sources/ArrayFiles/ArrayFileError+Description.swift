import ShardedArrays

extension ArrayFileError: CustomStringConvertible {
  /// Lower case, no full stop: the program puts its name and the rank in front. Where a next
  /// step is known, a second line names it.
  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path): no such file"
    case .isDirectory(let path):
      "\(path): is a directory, not a file"
    case .notRegular(let path):
      "\(path): is not a regular file, so it cannot be read in parts"
    case .cannotOpen(let path, let code):
      "\(path): cannot be opened: \(systemWords(code))"

    case .empty(let path):
      "\(path): the file is empty"
    case .header(let path, let problem):
      "\(path): \(problem)"
    case .truncated(let path, let shape, let type, let needs, let holds):
      "\(path): truncated: array of shape \(words(shape)) needs \(needs) bytes of \(type), "
        + "the file holds \(holds)"
    case .extraBytes(let path, let shape, let type, let needs, let holds):
      "\(path): array of shape \(words(shape)) needs \(needs) bytes of \(type), "
        + "the file holds \(holds): \(holds - needs) too many"
    case .tooLarge(let path, let bytes, let limit):
      "\(path): \(bytes) bytes exceed the limit of \(limit) bytes"
    case .noArrays(let path):
      "\(path): a folder without .npy files\ntry: a pattern that names the files: "
        + "'\(OutputName.withoutTrailingSlashes(path))/*'"
    case .noText(let path):
      "\(path): a folder without .csv or .tsv files\ntry: a pattern that names the files: "
        + "'\(OutputName.withoutTrailingSlashes(path))/*'"
    case .folderWithoutHeaders(let path):
      "\(path): is a folder, of which only .npy files are taken\ntry: a pattern that names the "
        + "files: '\(OutputName.withoutTrailingSlashes(path))/*'"
    case .noMatch(let pattern):
      "\(pattern): no file matches this pattern"
    case .noParts(let path):
      "\(path): a directory without 'part-00000-of-00008.npy' or any other part of an output"
    case .noField(let path, let name):
      "\(path): a directory without '\(clipped(name)).npy', which would hold field "
        + "\(quoted(name))"
    case .brokenElement(let path, let type, let holds):
      "\(path): \(holds) bytes are not a whole number of \(type)"
        + (type.isElement ? " elements" : "") + " of \(type.byteCount) bytes"
    case .shorterThanOffset(let path, let offset, let holds):
      "\(path): holds \(holds) bytes, fewer than the \(offset) that are passed over"
    case .rawLayout(let text, let expected):
      "raw layout \(quoted(text)): expected \(expected)"
        + "\ntry: f8 (shape from the file's size), f4:1000,3, '>i2:4096' or 't:<i8,v:<f4[3]'"

    case .archive(let path, let problem):
      "\(path): \(problem)"
    case .zarr(let path, let problem):
      problem.line(path)
    case .text(let path, let line, let problem):
      "\(path): line \(line) \(problem)"
    case .textHeadersDiffer(let path, let names, let firstPath, let firstNames):
      "\(path): has the columns \(list(names)), but \(firstPath) has \(list(firstNames))"
    case .lineWithoutEnd(let path, let nextPath):
      "\(path): the last line has no line feed, so \(nextPath) cannot follow it\n"
        + "try: echo >>\(path)"
    case .textColumn(let path, let line, let name):
      "\(path): column \(quoted(name)) holds text, first in line \(line), so it is no number for "
        + "an expression\ntry: --unique --by \(clipped(name)), which compares text"
    case .textKeyTooLong(let path, let name, let bytes, let limit):
      "\(path): column \(quoted(name)) holds text of \(bytes) bytes, a key has at most \(limit)"

    case .hdf5(let path, let problem):
      problem.words(path)

    case .typesDiffer(let path, let type, let firstPath, let firstType):
      "\(path): holds \(type), but \(firstPath) holds \(firstType)"
    case .byteOrdersDiffer(let path, let order, let firstPath, let firstOrder):
      "\(path): is \(order)-endian, but \(firstPath) is \(firstOrder)-endian"
    case .rowsDiffer(let path, let shape, let firstPath, let firstShape):
      "\(path): shape \(words(shape)) does not continue \(firstPath) of shape "
        + "\(words(firstShape)): they may differ only in the first length"
    case .noAxis(let path, let otherPath):
      "\(path): holds a single value (shape []) and cannot be joined with \(otherPath)"
    case .fieldsDiffer(let path, let fields, let firstPath, let firstFields):
      "\(path): holds \(Self.fields(fields)), but \(firstPath) holds \(Self.fields(firstFields))"
    case .joinedTooLarge(let path):
      "\(path): with this file the inputs together pass \(Int.max) records or bytes"

    case .noRows(let path):
      "\(path): holds a single value (shape []), which has no axis 0"
    case .rowsOfStructures(let path, let shape):
      "\(path): array of shape \(words(shape)) holds records with named fields, whose rows are "
        + "not records\ntry: without --axis 0, every entry is a record"
    case .fieldHasFields(let path, let name):
      "\(path): holds records with named fields, so it cannot be the field \(quoted(name))\n"
        + "try: give it as the input, without --field"
    case .fieldWithoutName(let path):
      "\(path): the field has no name\ntry: --field NAME=\(path)"
    case .fieldTwice(let name, let path, let firstPath):
      "\(path): field \(quoted(name)) is already \(firstPath)"
    case .lengthsDiffer(let path, let count, let firstPath, let firstCount):
      "\(path): holds \(count) records, but \(firstPath) holds \(firstCount)"

    case .fieldNotFileName(let path, let name):
      "\(path): field \(quoted(name)) cannot be the name of a file in it"
    case .parentMissing(let path, let directory):
      "\(path): the directory \(directory) does not exist\ntry: mkdir -p \(directory)"
    case .parentNotDirectory(let path, let directory):
      "\(path): \(directory) is not a directory"
    case .parentNotWritable(let path, let directory, let code):
      "\(path): the directory \(directory) cannot be written to: \(systemWords(code))"
    case .outputExists(let path):
      "\(path): already exists\ntry: --force"
    case .outputIsDirectory(let path):
      "\(path): names a directory\ntry: a file name, or --shards N for many files in it"
    case .outputNotDirectory(let path, let content):
      "\(path): exists and is not a directory, so it cannot hold \(content)"
    case .outputHoldsOther(let path, let name):
      "\(path): holds \(quoted(name)), which is no part of an array that was written here\n"
        + "try: another name, or remove it first"
    case .notForZarr(let path, let holds):
      "\(path): a zarr array cannot hold \(holds)\ntry: a name that does not end in .zarr"
    case .outputNotEmpty(let path):
      "\(path): the directory is not empty\ntry: --force"
    case .outputNotRegular(let path):
      "\(path): exists and is not a regular file, so it cannot be replaced"
    case .outputIsInput(let path, let input):
      "\(path): is the same file as the input \(input), and an input is never replaced"
    case .outputsCollide(let path, let otherPath):
      "\(path): is the same file as the output \(otherPath)"
    case .cannotCreate(let path, let code):
      "\(path): cannot be created: \(systemWords(code))"
    case .hdf5Output(let path, let action, let words):
      "\(path): \(action) failed: \(clipped(words))"
    case .textAsHDF5(let path):
      "\(path): lines of text are not written into an HDF5 file\n"
        + "try: a name that ends in .csv"
    case .compressNotHDF5(let path):
      "\(path): '--compress' is for the parts of an HDF5 file, which this is not\n"
        + "try: a name that ends in .h5"
    case .compressTooWide(let path, let bytes, let limit):
      "\(path): records of \(bytes) bytes are not compressed, \(limit) are the most\n"
        + "try: without --compress"
    case .notShared(let path):
      "\(path): the first rank created this file, but it is not visible here\n"
        + "try: an output directory that every node shares"

    case .noSpace(let path, let needs, let available):
      "\(path): no space left: \(needs) bytes needed, \(available) available"
    case .failed(let path, let action, let code):
      "\(path): \(action) failed: \(systemWords(code))"
    case .becameShorter(let path, let needs, let holds):
      "\(path): became shorter while it was read: \(needs) bytes needed, the file holds \(holds)"
    case .changedWhileRead(let path):
      "\(path): changed while it was read; what does not fit into memory is read a second time, "
        + "and must be the same then\ntry: --spill scratch, which reads it once"
    case .wrongSize(let path, let expected, let holds):
      "\(path): has \(holds) bytes after writing, expected \(expected)"
    case .reported(_, let words):
      words
    case .malformedMessage(let what):
      "the \(what) sent by another rank cannot be decoded: do all ranks run the same program?"
    }
  }
}

extension ArrayFileError {
  private static func fields(_ names: [String]) -> String {
    names.isEmpty
      ? "one array" : "the fields \(clipped(names.joined(separator: ", ")))"
  }
}

extension NPYHeaderProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badMagic(let starts):
      "not an npy file: it starts with the bytes \(hex(starts)), an npy file with "
        + hex(NPYHeader.magic) + Self.advice(forFileStarting: starts)
    case .unknownVersion(let major, let minor):
      "npy version \(major).\(minor) is not known, only 1.0, 2.0 and 3.0"
    case .cut(let needs, let holds):
      "the header needs \(needs) bytes, the file holds \(holds)"
    case .tooLong(let bytes, let limit):
      "header of \(bytes) bytes exceeds the limit of \(limit) bytes"
    case .notDictionary(let starts):
      starts.isEmpty
        ? "the header is blank, expected a dictionary"
        : "the header is not a dictionary, it starts with \(quoted(starts))"
    case .syntax(let at, let expected, let found):
      "header, byte \(at): expected \(expected), found \(found)"
    case .missingKey(let key):
      "the header has no key '\(key)'"
    case .unknownKey(let key):
      "the header has the unknown key \(quoted(key))"
    case .repeatedKey(let key):
      "the header has the key '\(key)' twice"
    case .negativeLength(let shape):
      "shape \(words(shape)) has a negative length"
    case .shapeTooLarge(let shape):
      "an array of shape \(clipped(shape)) passes \(Int.max) bytes"
    case .fortranOrder(let shape):
      "array of shape \(words(shape)) is in Fortran order\n"
        + "try: numpy.save(name, numpy.ascontiguousarray(array))"
    case .unknownType(let descr):
      "element type \(quoted(descr)) is not known"
    case .objectType:
      "holds Python objects, which only pickle can read\n"
        + "try: numpy.save(name, array.astype(float))"
    case .structuredType(let descr):
      "holds records with named fields, which this version does not read: \(clipped(descr))\n"
        + "try: numpy.save(name, array['field'])"
    case .field(let name, let problem):
      "field \(quoted(name)): \(problem)"
    case .noFields:
      "holds records without fields"
    case .unnamedField(let number):
      "field \(number) has no name"
    case .fieldTwice(let name):
      "two fields have the name \(quoted(name))"
    case .nestedField(let name, let descr):
      "field \(quoted(name)) has fields or an array type of its own, which this version does not "
        + "read: \(clipped(descr))"
    case .titledField(let names):
      "a field has a title besides its name, which this version does not read: \(clipped(names))"
    case .tooManyFields(let limit):
      "holds records of more than \(limit) fields"
    case .entryTooLarge(let limit):
      "a record passes \(limit) bytes"
    case .unsupportedType(let descr, let holds):
      "element type \(quoted(descr)) holds \(holds), which this version does not read"
    }
  }

  /// A next step for formats that are often taken for `.npy`.
  private static func advice(forFileStarting bytes: [UInt8]) -> String {
    if bytes.starts(with: [0x50, 0x4B]) {
      "\ntry: unzip it first, it looks like an npz archive"
    } else if bytes.starts(with: [0x1F, 0x8B]) {
      "\ntry: gunzip it first"
    } else if bytes.starts(with: [0x43, 0x44, 0x46]) {
      "\ntry: nccopy -k nc4 in.nc out.nc, it looks like a classic NetCDF file"
    } else {
      "\ntry: --raw f8 if it is raw binary"
    }
  }
}

/// Names with commas between, of many only the first ones.
private func list(_ names: [String]) -> String {
  let shown = names.prefix(8).map(quoted).joined(separator: ", ")
  return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
}
