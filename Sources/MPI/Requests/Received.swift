/// What a non-blocking receive gives when it is done.
public struct Received<Element: MPIElement>: ~Copyable {
  /// The memory that was given to the call. The message is in its first `message.count`
  /// elements; the others are as they were.
  public var buffer: MessageBuffer<Element>
  /// Where the message came from, its tag, and how many elements it had.
  public let message: Message

  init(buffer: consuming MessageBuffer<Element>, message: Message) {
    self.buffer = buffer
    self.message = message
  }

  /// Local. A copy of the message's elements.
  public var array: [Element] {
    buffer.withElements { elements in
      unsafe [Element](unsafeUninitializedCapacity: message.count) { storage, initialized in
        // SAFETY: a message is never longer than the buffer it was received into.
        unsafe elements.extracting(first: message.count).withUnsafeBufferPointer { source in
          initialized = unsafe storage.initialize(fromContentsOf: source)
        }
      }
    }
  }
}
