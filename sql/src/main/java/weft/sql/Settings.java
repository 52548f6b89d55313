package weft.sql;

import java.time.Duration;

/**
 * What transactions need to know.
 *
 * @param fetchSize how many rows of a stream are fetched at a time
 * @param finishWithin how long a commit or rollback may take
 */
record Settings(int fetchSize, Duration finishWithin) {}
