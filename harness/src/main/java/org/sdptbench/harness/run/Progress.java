package org.sdptbench.harness.run;

import org.sdptbench.reports.record.RunRecord;

/** Told how far a run is. Calls are cheap enough for every training step. */
public interface Progress {

  /**
   * The run got so far.
   *
   * @param fraction share of the whole run that is done, from 0 to 1
   * @param phase what it does now, one or two words, e.g. {@code training}
   */
  void at(double fraction, String phase);

  /** A point of the training curve is known. */
  void curve(RunRecord.CurvePoint point);
}
