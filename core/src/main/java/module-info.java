/** Structured, asynchronous I/O: asyncio's vocabulary, trio's guarantees, Loom's speed. */
module weft {
  requires static jdk.jfr;
  requires static org.jspecify;
  requires jdk.unsupported; // sun.misc.Signal, for Ctrl-C

  exports weft;
  exports weft.channel;
  exports weft.flow;
  exports weft.inspect;
  exports weft.jmx;
  exports weft.process;
  exports weft.resilience;
  exports weft.resource;
  exports weft.sync;
  exports weft.internal.carrier to
      weft.junit;
  exports weft.internal.kit to
      weft.junit;
  exports weft.internal.loop to
      weft.junit;
  exports weft.internal.socket to
      weft.http,
      weft.sql;
  exports weft.internal.websocket to
      weft.http,
      weft.web;

  uses weft.ContextCapture;
}
