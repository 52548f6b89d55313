package weft.cli;

import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.time.Duration;
import weft.Promise;
import weft.sync.Barrier;
import weft.sync.Mutex;

/** Programs that others look into. They say that they are ready, and then wait for ever. */
final class Watched {
  private Watched() {}

  public static void main(String... args) {
    run(() -> {
      switch (args[0]) {
        case "shop" -> shop();
        case "many" -> many(10_000);
        default -> throw new IllegalArgumentException(args[0]);
      }
    });
  }

  private static void shop() {
    var till = new Mutex();
    var stock = new Mutex();
    var both = new Barrier(3);
    scope(s -> {
      s.start("buyer", () -> till.with(() -> takes(both, stock)));
      s.start("seller", () -> stock.with(() -> takes(both, till)));
      s.start(
          "owner",
          () ->
              timeout(
                  Duration.ofHours(1),
                  () ->
                      scope(inner -> {
                        inner.start("cook", () -> new Promise<Void>().await());
                        inner.background("radio", () -> sleep(Duration.ofHours(2)));
                      })));
      both.await();
      IO.println("ready");
    });
  }

  private static void takes(Barrier both, Mutex next) {
    both.await();
    next.with(() -> {});
  }

  private static void many(int number) {
    var never = new Promise<Void>();
    scope(s -> {
      for (int i = 0; i < number; i++) s.start("clerk " + i, never::await);
      IO.println("ready");
    });
  }
}
