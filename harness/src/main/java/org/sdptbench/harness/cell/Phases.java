package org.sdptbench.harness.cell;

import java.util.function.DoubleConsumer;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.reports.record.RunRecord;

/** Divides the progress of a run among what it does in turn. */
final class Phases {
  /** Lengths in proportion to one another, roughly. */
  private static final double TRAINING = 6;

  /** The own test, with its resamples, pictures and times. */
  private static final double OWN_TEST = 2;

  private static final double TEST = 1;

  private final Progress whole;

  /** Nothing for a method that trains nothing. */
  private final double ownTraining;

  private final double total;
  private double done;

  /** Of the run of a cell. */
  Phases(Cell cell, Progress whole) {
    this.whole = whole;
    int others = cell.alsoTestedOn().size();
    double first = 0;
    if (cell.base() != null) {
      int tests = 1 + others + (cell.base().continued() ? 0 : others);
      first = TRAINING + tests * TEST;
    }
    this.ownTraining = cell.trains() ? TRAINING : 0;
    this.total = ownTraining + OWN_TEST + others * TEST + first;
  }

  /** Training of what is trained first; its curve is not the run's. */
  Progress first() {
    return new Phase(next(TRAINING), TRAINING / total, "base ", false);
  }

  /** Training of the cell's own method. */
  Progress ownTraining() {
    return new Phase(next(ownTraining), ownTraining / total, "", true);
  }

  /** Test of the cell's own method on its own task; told the share that is done. */
  DoubleConsumer ownTest() {
    return testing(OWN_TEST);
  }

  /** Another test; told the share that is done. */
  DoubleConsumer test() {
    return testing(TEST);
  }

  private DoubleConsumer testing(double length) {
    Progress part = new Phase(next(length), length / total, "", false);
    part.at(0, "testing");
    return share -> part.at(share, "testing");
  }

  private double next(double length) {
    double start = done / total;
    done += length;
    return start;
  }

  private final class Phase implements Progress {
    private final double start;
    private final double share;
    private final String prefix;
    private final boolean curve;

    Phase(double start, double share, String prefix, boolean curve) {
      this.start = start;
      this.share = share;
      this.prefix = prefix;
      this.curve = curve;
    }

    @Override
    public void at(double fraction, String phase) {
      whole.at(start + fraction * share, prefix + phase);
    }

    @Override
    public void curve(RunRecord.CurvePoint point) {
      if (curve) {
        whole.curve(point);
      }
    }
  }
}
