extension Flag {
  /// Stores a value where ``action`` says; `value` is empty for a flag that takes none.
  func store(_ value: String, spelling: String, in draft: inout Draft) throws(UsageError) {
    switch action {
    case .stage(let stage):
      guard let request = stage.make(value) else { throw badValue(value, spelling, draft) }
      draft.prune.stages.append(request)
      draft.stageFlag = spelling
      draft.stageOptions = []
    case .option(let option):
      try store(option, value, spelling: spelling, in: &draft)
    case .field:
      let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw badValue(value, spelling, draft)
      }
      draft.prune.fields.append(FieldOption(name: String(parts[0]), path: String(parts[1])))
    case .text(let placeholder, let path):
      guard value != "-" else {
        throw draft.error(
          .badValue(
            spelling: spelling, text: value,
            expected: "\(placeholder), as standard input and output are not used"))
      }
      draft[keyPath: path] = value
    case .wholeNumber(let range, let path):
      guard let number = Int(value), range.contains(number) else {
        throw badValue(value, spelling, draft)
      }
      draft[keyPath: path] = number
    case .number(let path):
      guard let number = amount(value) else { throw badValue(value, spelling, draft) }
      draft[keyPath: path] = number
    case .byteCount(let path):
      guard let bytes = byteCount(value) else { throw badValue(value, spelling, draft) }
      draft[keyPath: path] = bytes
    case .numbers(let path):
      var numbers: [Double] = []
      for part in value.split(separator: ",", omittingEmptySubsequences: false) {
        guard let number = amount(trimmed(part)) else {
          throw draft.error(
            .badEntry(spelling: spelling, place: numbers.count + 1, text: String(part)))
        }
        numbers.append(number)
      }
      draft[keyPath: path] = numbers
    case .word(_, _, let store):
      guard store(&draft, value) else { throw badValue(value, spelling, draft) }
    case .on(let path):
      draft[keyPath: path] = true
    case .show:
      break  // Reading has ended: the parser answers with the page.
    }
  }

  private func store(
    _ option: StageOptionValue, _ value: String, spelling: String, in draft: inout Draft
  ) throws(UsageError) {
    guard var stage = draft.prune.stages.last else {
      throw draft.error(.optionWithoutStage(spelling, stages: option.stages))
    }
    switch option.store(&stage, value) {
    case .stored: break
    case .badValue: throw badValue(value, spelling, draft)
    case .otherStage:
      throw draft.error(
        .optionOfOtherStage(spelling, stage: draft.stageFlag, stages: option.stages))
    }
    guard draft.stageOptions.insert(name).inserted else {
      throw draft.error(.repeatedOption(spelling, stage: draft.stageFlag))
    }
    draft.prune.stages[draft.prune.stages.count - 1] = stage
  }

  private func badValue(_ value: String, _ spelling: String, _ draft: Draft) -> UsageError {
    draft.error(.badValue(spelling: spelling, text: value, expected: action.expected ?? ""))
  }
}

/// A finite number, 0 or more.
private func amount(_ text: some StringProtocol) -> Double? {
  guard let number = Double(text), number.isFinite, number >= 0 else { return nil }
  return number
}

/// Without blanks at either end, so that a quoted `'0.8, 0.9'` reads as meant.
private func trimmed(_ text: Substring) -> Substring {
  var text = text
  while text.first == " " { text.removeFirst() }
  while text.last == " " { text.removeLast() }
  return text
}
