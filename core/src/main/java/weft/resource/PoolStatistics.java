package weft.resource;

/**
 * How a {@link Pool} is doing.
 *
 * @param max the most objects that it may have
 * @param size the objects that it has, those being created or disposed of included
 * @param idle those nobody uses
 * @param leased those that were lent and have not come back
 * @param waiting the tasks that wait for one
 * @param created how many it has created so far
 * @param disposed how many it has disposed of so far
 * @param timeouts how often none could be had in time
 */
public record PoolStatistics(
    int max,
    int size,
    int idle,
    int leased,
    int waiting,
    long created,
    long disposed,
    long timeouts) {}
