/// Plain loops over series, with a dictionary of what each is at.
enum StageOracle {
  typealias Found = (right: Bool, seconds: Double)

  static func deadband(_ paths: [String], _ output: String, width: Double) throws -> Found {
    let series = try StageInput.read(paths[0], as: Int32.self)
    let values = try StageInput.read(paths[2], as: Double.self)
    var expected: [Double] = []
    let seconds = measure {
      var last: [Int32: Double] = [:]
      for index in series.indices {
        if let kept = last[series[index]], (values[index] - kept).magnitude <= width { continue }
        last[series[index]] = values[index]
        expected.append(values[index])
      }
    }
    return (try StageInput.read("\(output)/v.npy", as: Double.self) == expected, seconds)
  }

  private struct Door {
    var time: Double
    var value: Double
    var least = -Double.infinity
    var most = Double.infinity
    var last = 0
  }

  /// Rounding may turn a slope on the edge of the cone: the number kept is compared within one in
  /// a thousand, and the bound is checked anew from what was kept.
  static func swing(_ paths: [String], _ output: String, width: Double) throws -> Found {
    let series = try StageInput.read(paths[0], as: Int32.self)
    let times = try StageInput.read(paths[1], as: Double.self)
    let values = try StageInput.read(paths[2], as: Double.self)
    var kept = 0
    let seconds = measure {
      var doors: [Int32: Door] = [:]
      for index in series.indices {
        let (time, value) = (times[index], values[index])
        guard var door = doors[series[index]] else {
          doors[series[index]] = Door(time: time, value: value, last: index)
          kept += 1
          continue
        }
        var run = time - door.time
        let slope = (value - door.value) / run
        if slope < door.least || slope > door.most {
          kept += 1
          door = Door(time: times[door.last], value: values[door.last])
          run = time - door.time
        }
        door.least = max(door.least, (value - width - door.value) / run)
        door.most = min(door.most, (value + width - door.value) / run)
        door.last = index
        doors[series[index]] = door
      }
      kept += doors.values.count { times[$0.last] > $0.time }
    }
    let found = try isWithin(width, series, times, values, output)
    return (found.bound && abs(found.kept - kept) <= kept / 1000, seconds)
  }

  /// Whether lines between what was kept pass every sample within `width`.
  private static func isWithin(
    _ width: Double, _ series: [Int32], _ times: [Double], _ values: [Double], _ output: String
  ) throws -> (kept: Int, bound: Bool) {
    let keptSeries = try StageInput.read("\(output)/s.npy", as: Int32.self)
    let keptTimes = try StageInput.read("\(output)/t.npy", as: Double.self)
    let keptValues = try StageInput.read("\(output)/v.npy", as: Double.self)
    var ends = [[(time: Double, value: Double)]](repeating: [], count: StageInput.seriesCount)
    for index in keptSeries.indices {
      ends[Int(keptSeries[index])].append((keptTimes[index], keptValues[index]))
    }
    var places = [Int](repeating: 0, count: ends.count)
    for index in series.indices {
      let id = Int(series[index])
      while places[id] < ends[id].count, ends[id][places[id]].time < times[index] {
        places[id] += 1
      }
      guard places[id] < ends[id].count else { return (keptSeries.count, false) }
      let end = ends[id][places[id]]
      if end.time == times[index] {
        if end.value != values[index] { return (keptSeries.count, false) }
        continue
      }
      guard places[id] > 0 else { return (keptSeries.count, false) }
      let start = ends[id][places[id] - 1]
      let part = (times[index] - start.time) / (end.time - start.time)
      let line = start.value + part * (end.value - start.value)
      if (line - values[index]).magnitude > width * (1 + 1e-9) { return (keptSeries.count, false) }
    }
    return (keptSeries.count, true)
  }
}
