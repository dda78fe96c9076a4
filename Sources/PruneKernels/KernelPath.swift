import CPruneKernels

/// Which instructions the kernels use. Every path gives the same answer; only a supported one may
/// be asked for.
public enum KernelPath: String, Sendable, CaseIterable {
  /// Swift, for any processor; the reference for the others.
  case scalar
  /// AVX-512 with VBMI2: Intel since Ice Lake, AMD since Zen 4.
  case avx512

  /// The fastest path that this processor can run; found out once.
  public static let best: KernelPath = KernelPath.avx512.isSupported ? .avx512 : .scalar

  /// Whether this processor can run the path.
  public var isSupported: Bool {
    switch self {
    case .scalar: true
    #if arch(x86_64)
      case .avx512: prune_cpu_has_avx512()
    #else
      case .avx512: false
    #endif
    }
  }
}
