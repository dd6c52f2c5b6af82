import Glibc

// load served COMMAND PORT PID COUNT: one line of JSON; load round-trip and load growth: in process.
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "round-trip":
    print(#"{"nanoseconds": \#(try InProcess.roundTrip())}"#)
case "growth":
    for line in try InProcess.growth() { print(line) }
case "served" where arguments.count == 5:
    guard let port = UInt16(arguments[2]), let process = Int32(arguments[3]), let count = Int(arguments[4])
    else { fail("PORT, PID and COUNT are numbers") }
    let served = Served(port: port, process: process, measurement: arguments[1])
    served.create()
    switch arguments[1] {
    case "drain": print(served.drain(count))
    case "acknowledge": print(served.acknowledge(count))
    case "pull": print(served.pull(count))
    case "pull-one": print(served.pullOne(count))
    case "fill": served.fill(count)
    case "latency": print(served.latency(count))
    default:
        fail(
            "no measurement '\(arguments[1])'; there are drain, acknowledge, pull, pull-one, fill and latency"
        )
    }
default:
    fail(
        "usage: load served drain|acknowledge|pull|pull-one|fill|latency PORT PID COUNT | round-trip | growth"
    )
}
