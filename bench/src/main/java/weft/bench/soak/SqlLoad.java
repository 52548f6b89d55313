package weft.bench.soak;

import java.util.random.RandomGenerator;
import weft.sql.Database;

/** Transfers between accounts, whose sum must never change. */
final class SqlLoad implements Load, AutoCloseable {
  private static final int ACCOUNTS = 100;

  /** On a busy machine who has the row may wait for the processor longer than H2's usual 2 s. */
  private final Database database =
      Database.open("jdbc:h2:mem:soak;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000");

  SqlLoad() {
    database.execute("create table account (id int primary key, amount bigint not null)");
    for (int id = 0; id < ACCOUNTS; id++) {
      database.execute("insert into account values (?, 1000)", id);
    }
  }

  @Override
  public void once(RandomGenerator random) throws InjectedFault {
    int from = random.nextInt(ACCOUNTS / 2); // always in one order, so that there is no deadlock
    int to = random.nextInt(ACCOUNTS / 2, ACCOUNTS);
    database.transaction(tx -> {
      tx.execute("update account set amount = amount - 1 where id = ?", from);
      Load.faults(random);
      tx.execute("update account set amount = amount + 1 where id = ?", to);
      return true;
    });
  }

  int connections() {
    return database.statistics().size();
  }

  /** What is wrong with the data; empty if nothing is. */
  String check() {
    long sum = database.one(Long.class, "select sum(amount) from account");
    return sum == ACCOUNTS * 1000L ? "" : "the accounts hold " + sum + ", not " + ACCOUNTS * 1000L;
  }

  @Override
  public void close() {
    database.close();
  }
}
