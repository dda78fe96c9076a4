/// Ends the program with `text` unless `condition` holds: `precondition`, which says nothing in
/// release builds, for mistakes that would leave other ranks waiting without a word.
@inline(__always) func require(_ condition: Bool, _ text: @autoclosure () -> String) {
  guard condition else { fatalError(text()) }
}
