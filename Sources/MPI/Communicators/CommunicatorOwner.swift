/// Frees a communicator of the library when the ``Communicator`` and all calls that are under way
/// on it are gone.
///
/// The standard lets calls finish on a communicator that is freed (MPI-3.1 section 6.4.3), but
/// Open MPI 4.1 crashes in a non-blocking collective that is. So each keeps this object.
final class CommunicatorOwner {
  private let handles: [CommunicatorHandle]
  private let family: CommunicatorFamily

  init(of handles: CommunicatorHandle?..., family: CommunicatorFamily) {
    self.handles = handles.compactMap(\.self)
    self.family = family
  }

  deinit {
    // Freeing is collective (MPI-3.1 section 6.4.3) and may wait: not after a call has failed,
    // and after finalize there is nothing left to free. A failure here has no one to go to.
    guard !family.isBroken && !Lifecycle.isFinalized else { return }
    for handle in handles { _ = Lifecycle.free(handle) }
  }
}
