package weft.sql;

import java.sql.SQLException;

/** What is around a transaction on its connection. */
final class Frame {
  private final TransactionOptions options;
  private int isolation; // before

  Frame(TransactionOptions options) {
    this.options = options;
  }

  boolean begin(Call call) throws SQLException {
    var connection = call.connection();
    if (options.isolation() != Isolation.DEFAULT) isolation = call.dialect().isolation(connection);
    boolean begun = false;
    try {
      call.dialect().begin(connection, options);
      begun = true;
    } finally {
      if (!begun) leave(call);
    }
    return true;
  }

  boolean commit(Call call) throws SQLException {
    if (call.dialect().hasFailed(call.connection())) {
      throw new SQLException("a statement has failed, and with it the transaction", "25P02");
    }
    call.connection().commit();
    leave(call);
    return true;
  }

  boolean rollBack(Call call) throws SQLException {
    call.connection().rollback();
    leave(call);
    return true;
  }

  private void leave(Call call) throws SQLException {
    var connection = call.connection();
    connection.setAutoCommit(true);
    call.dialect().end(connection, options, isolation);
  }
}
