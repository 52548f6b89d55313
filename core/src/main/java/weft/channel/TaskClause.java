package weft.channel;

import org.jspecify.annotations.Nullable;
import weft.Mapper;
import weft.Registration;
import weft.Task;
import weft.TaskWatch;

/** The clause that waits for a task's end. */
final class TaskClause<T extends @Nullable Object, R extends @Nullable Object, X extends Throwable>
    extends Clause<R, X> {
  private final Task<T> task;
  private final Mapper<? super T, ? extends R, ? extends X> handler;

  TaskClause(Task<T> task, Mapper<? super T, ? extends R, ? extends X> handler) {
    this.task = task;
    this.handler = handler;
  }

  @Override
  @Nullable Object attempt() {
    return task.isDone() ? this : null;
  }

  @Override
  Registration arm(Waiter<?> waiter) {
    return TaskWatch.watch(
        task,
        outcome -> {
          boolean unused = waiter.wait.serve(waiter);
        });
  }

  @Override
  R complete(Object outcome) throws X {
    return handler.apply(task.await());
  }

  @Override
  public String toString() {
    return task.toString();
  }
}
