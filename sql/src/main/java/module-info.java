/**
 * Access to databases over JDBC: pooled connections, statements that end on the server when their
 * task is cancelled, results as flows, transactions tied to a scope.
 */
module weft.sql {
  requires weft;
  requires transitive java.sql;
  requires static org.jspecify;
  // What PostgreSQL's driver has beyond JDBC; any other driver does without.
  requires static org.postgresql.jdbc;

  exports weft.sql; // and weft.sql.socket when a driver is to make an object of it: see Dialect
}
