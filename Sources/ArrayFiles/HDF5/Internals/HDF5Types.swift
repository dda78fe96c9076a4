#if HDF5
  internal import CHDF5
  import ShardedArrays

  // From the types of a file to ours: numbers of our widths in either byte order, h5py's bool, and
  // records of them. What else there is gets a name for the message that refuses it.

  extension HDF5Array.Content {
    /// What the entries of this type are.
    init(of type: HDF5Handle) throws(HDF5Problem) {
      guard H5Tget_class(type.id) == H5T_COMPOUND else {
        self = try Self.number(type)
        return
      }
      self = try Self.records(type)
    }

    private static func number(_ type: HDF5Handle) throws(HDF5Problem) -> HDF5Array.Content {
      switch H5Tget_class(type.id) {
      case H5T_INTEGER: return integer(type)
      case H5T_FLOAT: return float(type)
      case H5T_ENUM:
        if try isBool(type) { return .entries(.element(.bool, .native)) }
        return try number(HDF5Handle("reading an enumeration", H5Tget_super(type.id)))
      case H5T_STRING: return .unsupported("strings")
      case H5T_REFERENCE: return .unsupported("references")
      case H5T_VLEN: return .unsupported("lists of variable length")
      case H5T_OPAQUE: return .unsupported("opaque bytes")
      case H5T_BITFIELD: return .unsupported("bit fields")
      case H5T_ARRAY: return .unsupported("entries that are arrays themselves")
      case H5T_COMPOUND: return .unsupported("records inside records")
      default: return .unsupported("a type this version does not know")
      }
    }

    private static func order(_ type: HDF5Handle) -> ByteOrder? {
      switch H5Tget_order(type.id) {
      case H5T_ORDER_LE, H5T_ORDER_NONE: .little
      case H5T_ORDER_BE: .big
      default: nil
      }
    }

    private static func integer(_ type: HDF5Handle) -> HDF5Array.Content {
      let bytes = H5Tget_size(type.id)
      let isSigned = H5Tget_sign(type.id) == H5T_SGN_2
      guard [1, 2, 4, 8].contains(bytes), H5Tget_precision(type.id) == 8 * bytes,
        H5Tget_offset(type.id) == 0, let order = order(type),
        let element = ElementType(typeCode: (isSigned ? "i" : "u") + String(bytes))
      else {
        return .unsupported("integers of \(H5Tget_precision(type.id)) bits in \(bytes) bytes")
      }
      return .entries(.element(element, bytes == 1 ? .native : order))
    }

    private static func float(_ type: HDF5Handle) -> HDF5Array.Content {
      let bytes = H5Tget_size(type.id)
      var parts = (sign: 0, exponent: 0, exponentBits: 0, mantissa: 0, mantissaBits: 0)
      // SAFETY: five numbers are written to five variables.
      let known = unsafe H5Tget_fields(
        type.id, &parts.sign, &parts.exponent, &parts.exponentBits, &parts.mantissa,
        &parts.mantissaBits)
      let refused = HDF5Array.Content.unsupported("floating-point numbers of \(8 * bytes) bits")
      guard known >= 0, let order = order(type), H5Tget_offset(type.id) == 0,
        H5Tget_norm(type.id) == H5T_NORM_IMPLIED
      else { return refused }
      // IEEE 754-2019, table 3.5.
      let formats: [(element: ElementType, mantissa: Int, exponent: Int)] = [
        (.float16, 10, 5), (.float32, 23, 8), (.float64, 52, 11),
      ]
      for format in formats {
        let (mantissa, exponent) = (format.mantissa, format.exponent)
        if bytes == format.element.byteCount,
          parts == (mantissa + exponent, mantissa, exponent, 0, mantissa),
          H5Tget_ebias(type.id) == 1 << (exponent - 1) - 1
        {
          return .entries(.element(format.element, order))
        }
      }
      return refused
    }

    /// h5py writes bool as an enumeration of int8.
    private static func isBool(_ type: HDF5Handle) throws(HDF5Problem) -> Bool {
      guard H5Tget_size(type.id) == 1, H5Tget_nmembers(type.id) == 2 else { return false }
      for member in 0..<2 {
        var value: Int8 = -1
        // SAFETY: the type has one byte, and one is written.
        try checked(
          "reading an enumeration",
          unsafe H5Tget_member_value(type.id, CUnsignedInt(member), &value))
        guard try memberName(type, member) == (value == 0 ? "FALSE" : "TRUE"),
          (0...1).contains(value)
        else { return false }
      }
      return true
    }

    private static func memberName(
      _ type: HDF5Handle, _ index: Int
    ) throws(HDF5Problem) -> String {
      guard let name = unsafe H5Tget_member_name(type.id, CUnsignedInt(index)) else {
        throw HDF5Library.failure("reading the name of a field")
      }
      // SAFETY: the library made a terminated string that is ours to give back.
      defer { _ = unsafe H5free_memory(name) }
      return unsafe String(cString: name)
    }

    private static func records(_ type: HDF5Handle) throws(HDF5Problem) -> HDF5Array.Content {
      let count = try checked("reading the fields of a record", H5Tget_nmembers(type.id))
      guard count <= EntryType.Structure.fieldLimit else {
        return .unsupported("records of \(count) fields")
      }
      var fields: [Field] = []
      for index in 0..<Int(count) {
        let name = try memberName(type, index)
        var member = try HDF5Handle(
          "reading a field", H5Tget_member_type(type.id, CUnsignedInt(index)))
        var shape: [Int] = []
        if H5Tget_class(member.id) == H5T_ARRAY {
          let rank = try checked("reading a field", H5Tget_array_ndims(member.id))
          var lengths = [hsize_t](repeating: 0, count: Int(rank))
          try checked("reading a field", unsafe H5Tget_array_dims2(member.id, &lengths))
          shape = lengths.map { Int(clamping: $0) }
          member = try HDF5Handle("reading a field", H5Tget_super(member.id))
        }
        switch try number(member) {
        case .entries(.element(let element, let order)):
          fields.append(
            Field(
              name, element, order, shape: shape,
              offset: Int(clamping: H5Tget_member_offset(type.id, CUnsignedInt(index)))))
        case .unsupported(let holds):
          return .unsupported("records whose field \(quoted(name)) holds \(holds)")
        default: return .unsupported("records inside records")
        }
      }
      fields.sort { $0.offset < $1.offset }
      let bytes = H5Tget_size(type.id)
      guard bytes <= EntryType.Structure.byteLimit,
        let structure = EntryType.Structure(checking: fields, byteCount: bytes)
      else { return .unsupported("records whose fields lie over each other") }
      return .entries(.structure(structure))
    }
  }
#endif
