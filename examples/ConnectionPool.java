// A pool of two connections for ten tasks: who comes late waits in line, a deadline ends a statement
// on the server, and the connection is there for the next one.
import module weft;
import weft.resource.PoolTimeoutException;
import weft.sql.Database;
import static weft.Weft.*;

void main() {
    run(() -> {
        var settings = Database.builder("jdbc:h2:mem:pool;DB_CLOSE_DELAY=-1")
                .name("orders").max(2).borrowWithin(Duration.ofSeconds(2));
        try (var db = settings.open()) {
            var squares = gather(IntStream.rangeClosed(1, 10).boxed().toList(), n -> db.one(Integer.class, "select ? * ?", n, n));
            IO.println(squares);

            var counting = "select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b";
            boolean done = moveOnAfter(Duration.ofMillis(50), () -> { db.one(Long.class, counting); });
            IO.println(done ? "counted" : "gave up");

            db.transaction(one -> {
                db.transaction(two -> {
                    try {
                        db.one("select 1");
                    } catch (PoolTimeoutException e) {
                        IO.println("both are taken");
                    }
                });
            });

            var statistics = db.statistics();
            IO.println(statistics.created() + " opened, " + statistics.disposed() + " lost, " + statistics.idle() + " idle");
        }
    });
}
