package weft.bench.sql;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.CountDownLatch;
import weft.bench.Rate;

/** Vert.x's client, which sends several statements over a connection before the first answer. */
final class VertxSelects {
  private final PreparedQuery<RowSet<Row>> query;
  private final Rate rate;
  private final CountDownLatch running;

  private VertxSelects(PreparedQuery<RowSet<Row>> query, int tasks, Rate rate) {
    this.query = query;
    this.rate = rate;
    running = new CountDownLatch(tasks);
  }

  static void run(int port, int connections, int tasks, Rate rate) throws InterruptedException {
    var vertx = Vertx.vertx();
    var options =
        new PgConnectOptions()
            .setHost("localhost")
            .setPort(port)
            .setDatabase("postgres")
            .setUser("postgres")
            .setCachePreparedStatements(true);
    var client =
        PgBuilder.client()
            .connectingTo(options)
            .with(new PoolOptions().setMaxSize(connections))
            .using(vertx)
            .build();
    var query = client.preparedQuery(PostgresServer.SELECT.replace("?", "$1"));
    var selects = new VertxSelects(query, tasks, rate);
    for (int task = 0; task < tasks; task++) selects.next(task, 0);
    selects.running.await();
    client.close();
    vertx.close();
  }

  private void next(int task, int i) {
    if (!rate.goesOn()) {
      running.countDown();
      return;
    }
    query
        .execute(Tuple.of(PointSelects.key(task, i)))
        .onSuccess(rows -> {
          if (rows.iterator().next().getString(0).isEmpty()) throw new AssertionError();
          rate.count();
          next(task, i + 1);
        })
        .onFailure(e -> {
          e.printStackTrace();
          running.countDown();
        });
  }
}
