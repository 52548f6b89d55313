package weft.bench;

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
    return Weft.<Long, Exception>scope(
        s -> {
          for (int p = 0; p < producers; p++) s.start(produce(ELEMENTS / producers, send));
          long sum = 0;
          for (int i = 0; i < ELEMENTS; i++) sum += receive.receive();
          return sum;
        });
  }

  static Action<Exception> produce(int elements, Send send) {
    return () -> {
      for (int i = 0; i < elements; i++) send.send(i);
    };
  }
}
