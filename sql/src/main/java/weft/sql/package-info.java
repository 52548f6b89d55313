/** Databases: {@link weft.sql.Database} lends connections to statements and transactions. */
@NullMarked
package weft.sql;

import org.jspecify.annotations.NullMarked;
