// Values that come one at a time go to the database many at a time: when there are 100 of them, or when the
// first has waited for a second; two batches at once are on their way, and if the database is slow, the source waits.
import module weft;
import weft.flow.Flow; // java.base has one too
import weft.sql.Database;
import static weft.Weft.*;

record Reading(int sensor, int value) {}

void main() {
    run(() -> {
        try (var db = Database.open("jdbc:h2:mem:readings;DB_CLOSE_DELAY=-1")) {
            db.execute("create table reading (sensor int, value_read int)");

            var sizes = readings(250)
                    .batch(100, Duration.ofSeconds(1))
                    .mapParallel(2, batch -> db.batch("insert into reading values (:sensor, :value)", batch))
                    .toList();
            IO.println("inserted " + sizes);

            // The other way round: many rows are read, and handled 50 at a time.
            var sums = db.stream(Reading.class, "select sensor, value_read as \"value\" from reading order by sensor")
                    .batch(50, Duration.ofSeconds(10))
                    .map(some -> some.stream().mapToInt(Reading::value).sum())
                    .toList();
            IO.println("sums " + sums);

            // All or nothing: one bad row, and the whole batch is undone.
            try {
                db.batch("insert into reading values (?, ?)", List.of(List.of(1, 1), List.of("no number", 2)));
            } catch (weft.sql.SqlException e) {
                IO.println("refused, and still " + db.one(Long.class, "select count(*) from reading") + " rows");
            }
        }
    });
}

Flow<Reading> readings(int count) {
    return Flow.generate(out -> {
        for (int i = 0; i < count; i++) out.emit(new Reading(i, 2 * i));
    });
}
