import MPI
import Stages

/// Every so many-th record, against the remainder of each number.
let everyChecks: [Check] = [
  Check(name: "every: against the remainder of each number") { world in
    var wrong: String?
    for length in [0, 1, 7, 64, 200] {
      for step in [1, 2, 3, 7, 64, 199, 201, Int.max] {
        for offset in Set([0, 1, step / 2, step - 1]).filter({ $0 < step }).sorted() {
          for split in 0..<4 {
            let mine = SampleGrounds.part(of: length, split, world)
            let solved = try Every(step, offset: offset).solve(over: NoData(mine.count), on: world)
            let found = NoData(mine.count).kept(by: solved).map { $0 + mine.lowerBound }
            wrong =
              wrong
              ?? first(
                differs(
                  "length \(length), every \(step) from \(offset), split \(split)", found,
                  mine.filter { $0 % step == offset }),
                differs("its count", solved.keptCount, found.count))
          }
        }
      }
    }
    return wrong
  },
  Check(name: "every: collectives") { world in
    let spent = try SampleGrounds.spending(world) { world in
      _ = try Every(3).solve(over: NoData(10), on: world)
    }
    return differs("spent", spent, ["MPI_Exscan": [1, 8]])
  },
]
