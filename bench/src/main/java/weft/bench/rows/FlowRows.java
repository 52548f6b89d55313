package weft.bench.rows;

import static weft.bench.harness.Metric.ns;

import java.util.List;
import weft.bench.harness.Row;

/** Flows: trivial steps, so that what the flow costs is all there is. */
record FlowRows(Peers peers) {
  List<Row> all() {
    return List.of(flow(), flowGenerated(), iterate(), mapParallel());
  }

  private Row flow() {
    var row =
        Row.of("flow", "Map and filter over a range", ns("an element"))
            .weft("`Flow`", peers.java("FlowChain.weftRange"))
            .peer("JDK", "`Stream`", peers.java("FlowChain.javaStream"))
            .peer("Reactor", "`Flux`", peers.reactor("FlowChain.reactorRange"))
            .peer("Kotlin", "`Flow`", peers.kotlin("FlowChain.kotlinRange"));
    return peers.asyncio(row);
  }

  private Row flowGenerated() {
    return Row.of("flow-generated", "Map and filter over a generator", ns("an element"))
        .weft("`Flow.generate`", peers.java("FlowChain.weftGenerate"))
        .peer("Kotlin", "`flow`", peers.kotlin("FlowChain.kotlinBuilder"))
        .thoroughly();
  }

  private Row iterate() {
    var row =
        Row.of("iterate", "From a generator to a plain loop", ns("an element"))
            .weft("`iterate`", peers.java("FlowIterate.weftIterate"))
            .more("Weft", "in turns", peers.java("FlowIterate.weftInTurns"))
            .peer("JDK", "`SynchronousQueue`", peers.java("FlowIterate.synchronousQueue"))
            .peer("Kotlin", "`produceIn`", peers.kotlin("FlowIterate.kotlinProduceIn"))
            .more("Kotlin", "in turns", peers.kotlin("FlowIterate.kotlinRendezvous"));
    return peers.go(peers.asyncio(row)).thoroughly();
  }

  private Row mapParallel() {
    var row =
        Row.of("map-parallel", "A trivial function that may run 64 times at once", ns("an element"))
            .weft("`mapParallel`", peers.java("ParallelMap.weftMapParallel"))
            .more("Weft", "`flatMapMerge`", peers.java("ParallelMap.weftFlatMapMerge"))
            .peer("JDK", "`mapConcurrent`", peers.java("ParallelMap.javaMapConcurrent"))
            .peer("Reactor", "`flatMap`", peers.reactor("ParallelMap.reactorFlatMap"))
            .more("Reactor", "`parallel`", peers.reactor("ParallelMap.reactorParallelFlux"))
            .peer("Kotlin", "`flatMapMerge`", peers.kotlin("ParallelMap.kotlinFlatMapMerge"));
    return peers.go(peers.asyncio(row));
  }
}
