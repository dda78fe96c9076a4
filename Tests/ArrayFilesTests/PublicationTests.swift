import ArrayFiles
import Foundation
import Synchronization
import Testing

@Suite struct PublicationTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test("a free name is taken, a taken one is kept", arguments: Publication.Exclusion.allCases)
  func exclusive(way: Publication.Exclusion) throws {
    let final = scratch("a.npy")
    let first = try scratch.write("first", [1])
    let second = try scratch.write("second", [2])
    func publishing(_ partial: String, replacing: Bool) -> Failure? {
      failure { () throws(ArrayFileError) in
        try Publication.publish(
          partial, as: final, name: "a.npy", replacing: replacing, ways: [way])
      }
    }
    #expect(publishing(first, replacing: false) == nil)
    #expect(
      publishing(second, replacing: false)
        == Failure("a.npy: already exists\ntry: --force", .cannotCreate))
    #expect(try scratch.names() == ["a.npy", "second"])
    #expect(try scratch.bytes("a.npy") == [1])
    #expect(publishing(second, replacing: true) == nil)
    #expect(try scratch.names() == ["a.npy"])
    #expect(try scratch.bytes("a.npy") == [2])
  }

  @Test("of many runs at once exactly one succeeds", arguments: Publication.Exclusion.allCases)
  func race(way: Publication.Exclusion) throws {
    for round in 0..<20 {
      let final = scratch("\(round).npy")
      let partials = try (0..<8).map { try scratch.write("\(round)-\($0)", [UInt8($0)]) }
      let winners = Mutex<[UInt8]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { index in
        let found = failure { () throws(ArrayFileError) in
          try Publication.publish(
            partials[index], as: final, name: "a", replacing: false, ways: [way])
        }
        if found == nil { winners.withLock { $0.append(UInt8(index)) } }
      }
      let won = winners.withLock { $0 }
      #expect(won.count == 1)
      #expect(try scratch.bytes("\(round).npy") == won)
    }
  }

  @Test("a link whose reply was lost is ours")
  func lostReply() throws {
    let partial = try scratch.write("partial", [1])
    try FileManager.default.linkItem(atPath: partial, toPath: scratch("a.npy"))
    try Publication.publish(
      partial, as: scratch("a.npy"), name: "a.npy", replacing: false, ways: [.link])
    #expect(try scratch.names() == ["a.npy"])
  }

  @Test func partialNames() {
    let token = "t"
    #expect(
      OutputName.partial(for: "jet.npy", token: token) == ".jet.npy.t.prune-mpi-partial")
    #expect(
      OutputName.partial(for: "/a/b/jet.npy", token: token)
        == "/a/b/.jet.npy.t.prune-mpi-partial")
    #expect(OutputName.partial(for: "a/out//", token: token) == "a/.out.t.prune-mpi-partial")
    let long = OutputName.partial(
      for: "d/" + String(repeating: "é", count: 127), token: token)
    #expect(long.utf8.count <= 2 + 255 && long.hasSuffix("é.t.prune-mpi-partial"))
    #expect(OutputName.makeToken() != OutputName.makeToken())
  }

  @Test func partNames() {
    #expect(PartName.make(0, of: 8) == "part-00000-of-00008.npy")
    #expect(PartName.make(123456, of: 1_000_000) == "part-123456-of-1000000.npy")
    for name in ["part-00000-of-00008.npy", "part-123456-of-1000000.npy"] {
      #expect(PartName.matches(name))
    }
    for name in [
      "part-0-of-8.npy", "part-00000-of-00008.npz", "part-00000-of-00008.npy.bak",
      "my-part-00000-of-00008.npy", "part-0000x-of-00008.npy", "part-00000-of-.npy",
      ".part-00000-of-00008.npy", "part--of-00008.npy", "part-00000-of-00008-00009.npy",
    ] {
      #expect(!PartName.matches(name), "\(name)")
    }
  }
}
