#if HDF5
  internal import CHDF5

  /// The attributes of an object.
  enum HDF5Attributes {
    /// Names of attributes by which dimension scales find one another, and which the library
    /// writes anew where they are still true (HDF5 dimension scale specification, section 4).
    static let ofScales: Set<String> = ["DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME"]

    /// What netCDF-C notes of a variable's axes; not true of one that has others now.
    static let ofNetCDFAxes: Set<String> = ["_Netcdf4Coordinates", "_Netcdf4Dimid"]

    /// The attribute by which netCDF-C numbers dimensions.
    static let dimensionNumber = "_Netcdf4Dimid"

    /// The name of a dataset as a scale; nil where it is none.
    static func scaleName(_ dataset: HDF5Handle) throws(HDF5Problem) -> String? {
      guard try exists("CLASS", of: dataset),
        try HDF5AttributeValue("CLASS", of: dataset).strings?.first == "DIMENSION_SCALE"
      else { return nil }
      guard try exists("NAME", of: dataset) else { return "" }
      return try HDF5AttributeValue("NAME", of: dataset).strings?.first ?? ""
    }

    /// The path of the scale of an axis; nil where there is none.
    static func scalePath(
      _ dataset: HDF5Handle, axis: Int, _ name: String
    ) throws(HDF5Problem) -> String? {
      guard try exists("DIMENSION_LIST", of: dataset) else { return nil }
      var buffer = [CChar](repeating: 0, count: 4096)
      // SAFETY: at most `count` bytes are written, the last of them zero.
      let length = try checked(
        "reading the scales of \(quoted(name))",
        unsafe chdf5_scale_path(dataset.id, CUnsignedInt(axis), &buffer, buffer.count))
      let path = buffer.prefix(Swift.min(Int(length), 4095))
      return path.isEmpty
        ? nil : String(decoding: path.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func names(of object: HDF5Handle) throws(HDF5Problem) -> [String] {
      var names: [String] = []
      let count = try checked("counting attributes", H5Aget_num_attrs(object.id))
      for index in 0..<hsize_t(count) {
        names.append(
          try unsafe text("reading the name of an attribute") { buffer, size in
            unsafe H5Aget_name_by_idx(
              object.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, buffer, size, 0)
          })
      }
      return names
    }

    static func exists(_ name: String, of object: HDF5Handle) throws(HDF5Problem) -> Bool {
      try checked("looking for an attribute", unsafe H5Aexists(object.id, name)) > 0
    }

    /// Whether this is the dimension of a NetCDF file that has no values: netCDF-C writes that
    /// into the scale's name.
    static func isBareDimension(_ dataset: HDF5Handle) throws(HDF5Problem) -> Bool {
      guard try exists("CLASS", of: dataset), try exists("NAME", of: dataset) else { return false }
      return try HDF5AttributeValue("NAME", of: dataset).strings?.first?
        .hasPrefix("This is a netCDF dimension but not a netCDF variable") ?? false
    }
  }

  /// An attribute's value in the types of its file, held by the library's rules: what it has put
  /// on the heap is given back at the end.
  @safe final class HDF5AttributeValue {
    let type: HDF5Handle
    let space: HDF5Handle
    private let points: Int
    private let buffer: UnsafeMutableRawBufferPointer

    /// Larger ones do not fit the headers of objects, where nearly all are.
    private static let limit = 1 << 26

    init(_ name: String, of object: HDF5Handle) throws(HDF5Problem) {
      let action = "reading the attribute \(quoted(name))"
      let attribute = try HDF5Handle(action, unsafe H5Aopen(object.id, name, 0))
      type = try HDF5Handle(action, H5Aget_type(attribute.id))
      space = try HDF5Handle(action, H5Aget_space(attribute.id))
      points = Int(try checked(action, H5Sget_simple_extent_npoints(space.id)))
      let (bytes, overflow) = points.multipliedReportingOverflow(by: H5Tget_size(type.id))
      guard !overflow, bytes <= Self.limit else {
        throw .library(action: action, words: "it claims \(points) values")
      }
      unsafe buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: Swift.max(bytes, 1), alignment: 16)
      unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
      if points > 0 {
        // SAFETY: the buffer has room for every value in the type that is passed.
        try checked(action, unsafe H5Aread(attribute.id, type.id, buffer.baseAddress))
      }
    }

    deinit {
      // SAFETY: filled by a read of the same type and space; a failed one left zeros, which
      // nothing is given back for.
      if points > 0 { _ = unsafe chdf5_reclaim(type.id, space.id, buffer.baseAddress) }
      unsafe buffer.deallocate()
    }

    var holdsReferences: Bool { H5Tdetect_class(type.id, H5T_REFERENCE) != 0 }

    /// Writes the same attribute to another object.
    func write(as name: String, to object: HDF5Handle) throws(HDF5Problem) {
      let action = "writing the attribute \(quoted(name))"
      let attribute = try HDF5Handle(
        action, unsafe H5Acreate2(object.id, name, type.id, space.id, 0, 0))
      guard points > 0 else { return }
      // SAFETY: the buffer holds every value in the type that is passed.
      try checked(action, unsafe H5Awrite(attribute.id, type.id, buffer.baseAddress))
    }

    /// The values where they are text, of fixed or of variable length.
    var strings: [String]? {
      guard H5Tget_class(type.id) == H5T_STRING else { return nil }
      let width = H5Tget_size(type.id)
      let isVariable = H5Tis_variable_str(type.id) > 0
      return (0..<Swift.min(points, 16)).map { index in
        if isVariable {
          // SAFETY: the library puts a pointer to a terminated string, or nil, for each value.
          let pointer = unsafe buffer.load(
            fromByteOffset: index * width, as: UnsafePointer<CChar>?.self)
          return unsafe pointer.map { unsafe String(cString: $0) } ?? ""
        }
        let bytes = unsafe buffer[index * width..<(index + 1) * width].prefix { $0 != 0 }
        return unsafe String(decoding: bytes, as: UTF8.self)
      }
    }

    /// The first values as numbers.
    fileprivate var numbers: [String]? {
      guard let content = try? HDF5Array.Content(of: type), case .entries(.element) = content
      else { return nil }
      let isFloat = H5Tget_class(type.id) == H5T_FLOAT
      let width = H5Tget_size(type.id)
      var shown: [String] = []
      for index in 0..<Swift.min(points, 16) {
        var value = [UInt8](repeating: 0, count: Swift.max(8, width))
        for byte in 0..<width { value[byte] = unsafe buffer[index * width + byte] }
        // SAFETY: one value of at most eight bytes is converted where it is to at most eight.
        let converted = unsafe H5Tconvert(
          type.id, isFloat ? chdf5_native_double() : chdf5_native_int64(), 1, &value, nil, 0)
        guard converted >= 0 else { return nil }
        let bits = value.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        shown.append(isFloat ? "\(Double(bitPattern: bits))" : "\(Int64(bitPattern: bits))")
      }
      return shown
    }
  }

  extension HDF5AttributeValue {
    /// In short, for people.
    var words: String {
      let shown = strings.map { $0.map { "'\(clipped($0))'" } } ?? numbers
      guard let shown else { return holdsReferences ? "(references)" : "(\(points) values)" }
      if points == 1 { return shown.first ?? "" }
      return "[\(shown.joined(separator: ", "))\(points > shown.count ? ", …" : "")]"
    }
  }

  extension HDF5File {
    func attributes(of object: HDF5Handle) throws(HDF5Problem) -> [HDF5Node.Attribute] {
      var found: [HDF5Node.Attribute] = []
      for name in try HDF5Attributes.names(of: object) {
        let value = try HDF5AttributeValue(name, of: object)
        found.append(HDF5Node.Attribute(name: name, text: value.words))
      }
      return found
    }
  }
#endif
