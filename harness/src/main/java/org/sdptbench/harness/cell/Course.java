package org.sdptbench.harness.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.train.FineTuner;
import org.sdptbench.reports.record.RunRecord;

/** The course of a training: its curve and its time. The clock runs from the start. */
final class Course implements FineTuner.StepListener {
  private static final int POINTS = 40;

  private final int steps;
  private final Validation validation;
  private final Selection selection;
  private final Progress progress;
  private final long start = System.nanoTime();
  private final List<RunRecord.CurvePoint> points = new ArrayList<>();
  private double secondsBefore;
  private double secondsOfValidation;
  private double lossSum;
  private int lossCount;

  /**
   * A course of a training that begins now.
   *
   * @param steps steps that it has
   * @param selection told of every validation
   */
  Course(int steps, Validation validation, Selection selection, Progress progress) {
    this.steps = steps;
    this.validation = validation;
    this.selection = selection;
    this.progress = progress;
  }

  /**
   * What a later process goes on with.
   *
   * @param points as {@link #points}
   * @param seconds as {@link #seconds}
   * @param lossSum sum of the losses since the last point
   * @param lossCount their number
   */
  record State(List<RunRecord.CurvePoint> points, double seconds, double lossSum, int lossCount) {}

  /** The state after the last step. */
  State state() {
    return new State(points(), seconds(), lossSum, lossCount);
  }

  /** Goes on from a state. */
  void goOn(State state) {
    points.addAll(state.points());
    points.forEach(progress::curve);
    secondsBefore = state.seconds();
    lossSum = state.lossSum();
    lossCount = state.lossCount();
  }

  /** Points of the curve so far: losses are means since the point before. */
  List<RunRecord.CurvePoint> points() {
    return List.copyOf(points);
  }

  /** Seconds since the start without those of validation. */
  double seconds() {
    return secondsBefore + secondsSince(start) - secondsOfValidation;
  }

  @Override
  public FineTuner.Next stepped(int done, double loss) {
    lossSum += loss;
    lossCount++;
    progress.at((double) done / steps, "training");
    double seconds = seconds();
    boolean last = done == steps;
    boolean validates = validation.isDue(done, last);
    if (validates || last || done % Math.max(1, steps / POINTS) == 0) {
      OptionalDouble ap = validates ? validated() : OptionalDouble.empty();
      RunRecord.CurvePoint point =
          new RunRecord.CurvePoint(
              done, seconds, lossSum / lossCount, ap.isPresent() ? ap.getAsDouble() : null);
      points.add(point);
      progress.curve(point);
      lossSum = 0;
      lossCount = 0;
      if (ap.isPresent()) {
        return selection.validated(ap.getAsDouble());
      }
    }
    return FineTuner.Next.GO_ON;
  }

  private OptionalDouble validated() {
    long begun = System.nanoTime();
    try {
      return OptionalDouble.of(validation.ap());
    } finally {
      secondsOfValidation += secondsSince(begun);
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
