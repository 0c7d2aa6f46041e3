package org.sdptbench.harness.launch;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Claims;
import org.sdptbench.harness.run.Claims.Answer;
import org.sdptbench.harness.run.Claims.Claim;
import org.sdptbench.harness.run.TrainedBases;

/**
 * The cells that are still to be run, of which other processes on the same store may run some. Safe
 * for use by several threads.
 */
final class CellQueue {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Claims claims;
  private final TrainedBases bases;
  private final Outcomes outcomes;
  private final LaunchListener listener;
  private final Deque<Cell> open;
  private final Deque<Cell> held = new ArrayDeque<>();
  private boolean stopped;

  CellQueue(
      List<Cell> open,
      Claims claims,
      TrainedBases bases,
      Outcomes outcomes,
      LaunchListener listener) {
    this.open = new ArrayDeque<>(open);
    this.claims = claims;
    this.bases = bases;
    this.outcomes = outcomes;
    this.listener = listener;
  }

  /**
   * A cell that is this process's to run, until the claim is closed.
   *
   * @param base claim of what it trains first, where nobody has yet; another cell that would train
   *     the same waits for it
   */
  record Claimed(Cell cell, Claim claim, Optional<Claim> base) {
    /** Lets others train the base, should it not be there. */
    void closeBase() throws IOException {
      if (base.isPresent()) {
        base.get().close();
      }
    }
  }

  /** The next cell that no other process has; empty if there is none now. */
  synchronized Optional<Claimed> next() throws IOException {
    while (!stopped && !open.isEmpty()) {
      Cell cell = open.remove();
      if (outcomes.isDoneElsewhere(cell)) {
        continue;
      }
      Answer answer = claims.ask(cell.id());
      if (answer instanceof Answer.Held) {
        held.add(cell);
      } else if (answer instanceof Answer.Granted granted) {
        if (!outcomes.isDoneElsewhere(cell)) { // between the question and the claim
          Optional<Answer> base = base(cell);
          if (base.isEmpty() || base.get() instanceof Answer.Granted) {
            return Optional.of(
                new Claimed(
                    cell, granted.claim(), base.map(given -> ((Answer.Granted) given).claim())));
          }
          held.add(cell);
        }
        granted.claim().close();
      }
    }
    return Optional.empty();
  }

  /** Asks for what a cell trains first; empty if that is there or it trains nothing first. */
  private Optional<Answer> base(Cell cell) throws IOException {
    Optional<Cell> base = cell.ofBase();
    return base.isEmpty() || bases.mayHave(base.get().id())
        ? Optional.empty()
        : Optional.of(claims.ask(base.get().id()));
  }

  /**
   * Waits while all cells that are left are run by other processes, until one of them has ended or
   * its process is gone.
   *
   * @return whether there may be a next cell; otherwise nothing is left
   */
  synchronized boolean await() throws IOException, InterruptedException {
    boolean told = false;
    while (!stopped && open.isEmpty() && !held.isEmpty()) {
      List<Cell> left = new ArrayList<>(held);
      held.clear();
      for (Cell cell : left) {
        if (outcomes.isDoneElsewhere(cell)) {
          continue;
        }
        Answer answer = claims.ask(cell.id());
        if (answer instanceof Answer.Granted granted) {
          granted.claim().close(); // a worker takes it again
          Optional<Answer> base = base(cell);
          if (base.isPresent() && base.get() instanceof Answer.Held) {
            held.add(cell);
            continue;
          } else if (base.isPresent() && base.get() instanceof Answer.Granted free) {
            free.claim().close();
          }
          open.add(cell);
        } else if (answer instanceof Answer.Held by) {
          held.add(cell);
          if (!told) {
            listener.waiting(cell, by.owner());
            told = true;
          }
        }
      }
      if (open.isEmpty() && !held.isEmpty()) {
        wait(POLL.toMillis());
      }
    }
    return !stopped && !open.isEmpty();
  }

  /** Gives no cell any more. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Cells that were not begun. */
  synchronized List<Cell> left() {
    List<Cell> left = new ArrayList<>(open);
    left.addAll(held);
    return left;
  }
}
