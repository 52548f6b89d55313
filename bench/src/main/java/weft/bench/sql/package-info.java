/** Databases: one contestant a process, against a PostgreSQL server of the row's own. */
package weft.bench.sql;
