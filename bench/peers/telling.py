"""How the Python programs measure, and tell the harness of it."""

import resource
import sys
import time


def rounds():
    """How often a row is repeated; `quick` is the last word of the command."""
    return 3 if sys.argv[-1] == "quick" else 5


def repeat(run, operations):
    """Runs it once to warm up, then tells the time of one operation, again and again."""
    operations = operations // 4 if rounds() == 3 else operations
    run(operations)
    for _ in range(rounds()):
        start = time.perf_counter_ns()
        run(operations)
        print("@ ns", (time.perf_counter_ns() - start) / operations)


def once(run):
    """Tells the seconds of one run, and the peak of this process's memory."""
    start = time.perf_counter()
    run()
    print("@ s", time.perf_counter() - start)
    print("@ MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
