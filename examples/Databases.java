// A database: records in and out, a transaction that holds together, and rows as a flow.
// It is an H2 in memory here; a PostgreSQL is another URL (and its driver on the class path).
import module weft;
import weft.sql.ConstraintException;
import weft.sql.Database;
import static weft.Weft.*;

record Account(String owner, int balance) {}

void main() {
    run(() -> {
        try (var db = Database.open("jdbc:h2:mem:bank;DB_CLOSE_DELAY=-1")) {
            db.execute("create table account (owner varchar(20) primary key, balance int check (balance >= 0))");
            db.batch("insert into account (owner, balance) values (:owner, :balance)",
                    List.of(new Account("Ada", 100), new Account("Bob", 50), new Account("Eve", 0)));

            gather(List.of(10, 20, 30), sum -> { transfer(db, "Ada", "Eve", sum); return sum; });
            try {
                transfer(db, "Bob", "Eve", 500);
            } catch (ConstraintException e) {
                IO.println("refused: " + e.kind());
            }

            for (var account : db.query(Account.class, "select * from account order by owner")) IO.println(account);
            IO.println("in all " + db.one(Long.class, "select sum(balance) from account"));

            db.stream(Account.class, "select * from account where owner in (:owners)", Map.of("owners", List.of("Ada", "Eve")))
                    .map(Account::owner)
                    .toList().stream().sorted().forEach(IO::println);
        }
    });
}

void transfer(Database db, String from, String to, int sum) {
    db.transaction(tx -> {
        tx.execute("update account set balance = balance + ? where owner = ?", sum, to);
        tx.execute("update account set balance = balance - ? where owner = ?", sum, from);
    });
}
