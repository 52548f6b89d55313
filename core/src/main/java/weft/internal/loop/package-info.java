/**
 * The scheduler behind {@code weft.EventLoop}: one line of what is runnable, one turn, and two ways
 * to hand it on. It knows nothing of tasks.
 *
 * <p><b>The turn.</b> A {@link weft.internal.loop.Dispatcher} has one line of {@link
 * weft.internal.loop.Ready} things, callbacks and {@link weft.internal.loop.Seat}s (a seat is the
 * place of one thread at the loop), in the order in which they became runnable. Whoever has the
 * turn runs; it is given up in {@code Seat.park} and {@code Seat.giveWay} and at the end of a
 * thread, nowhere else. Whoever gives it up takes the next from the line. If there is none the turn
 * is free, until somebody posts. In {@link weft.internal.loop.OwnCarrier} a thread of the loop runs
 * everything; in {@link weft.internal.loop.Baton} each thread runs by itself while it has the turn.
 *
 * <p><b>Rounds.</b> What is in line when a round begins is run in that round, and what comes
 * meanwhile in the next; timers that are due are put into the line between rounds. That is the
 * order of asyncio.
 *
 * <p><b>For the test kit.</b> {@link weft.internal.loop.Tuning} is bound around the opening of a
 * loop. With it come the choice of who is next ({@link weft.internal.loop.Choice}) and what is to
 * be done when nothing is runnable ({@link weft.internal.loop.Idle}): move a virtual clock, say. An
 * idle hook is called by whoever has the turn, so it is never called twice at once and nothing of
 * the loop runs meanwhile. It sees how much goes on outside ({@link weft.internal.loop.Outside}):
 * work that was off-loaded and isn't itself waiting in a suspension, futures of others that are
 * awaited, channels that are watched. When any of these ends while the loop is idle, the hook is
 * called again.
 *
 * <p>The clock of a loop is the environment's, with a {@link weft.internal.loop.TimerQueue} in
 * between: of all that the loop's tasks sleep and wait for, the clock sees one timer, the next.
 */
@NullMarked
package weft.internal.loop;

import org.jspecify.annotations.NullMarked;
