package weft.bench.core;

import weft.Action;
import weft.Weft;

/** Elements that go from producers to the caller. */
final class Transfers {
  /** Elements in one call. */
  static final int ELEMENTS = 100_000;

  /** Sends one element. */
  @FunctionalInterface
  interface Send {
    void send(Integer element) throws Exception;
  }

  /** Receives one element. */
  @FunctionalInterface
  interface Receive {
    Integer receive() throws Exception;
  }

  private Transfers() {}

  /** Has {@code producers} tasks send and the caller receive; the same for all but Kotlin. */
  static long transfer(int producers, Send send, Receive receive) throws Exception {
    return Weft.<Long, Exception>scope(s -> {
      for (int p = 0; p < producers; p++) s.start(produce(ELEMENTS / producers, send));
      return receive(receive);
    });
  }

  /** Has two tasks send, each in its way, and the caller receive. */
  static long transfer(Send one, Send two, Receive receive) throws Exception {
    return Weft.<Long, Exception>scope(s -> {
      s.start(produce(ELEMENTS / 2, one));
      s.start(produce(ELEMENTS / 2, two));
      return receive(receive);
    });
  }

  private static long receive(Receive receive) throws Exception {
    long sum = 0;
    for (int i = 0; i < ELEMENTS; i++) sum += receive.receive();
    return sum;
  }

  private static Action<Exception> produce(int elements, Send send) {
    return () -> {
      for (int i = 0; i < elements; i++) send.send(i);
    };
  }
}
