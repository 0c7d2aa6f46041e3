package org.sdptbench.reports.content;

import java.util.Locale;
import org.sdptbench.reports.claim.ClaimTables;

/** The parts of a report besides those of its specs. */
public enum Chapter {
  /** The claims, with their verdicts. */
  CLAIMS(ClaimTables.TITLE),
  /** The training curves of all specs. */
  CURVES("Training curves"),
  /** What has no result, and why. */
  GAPS("What failed and what was not run"),
  /** The settings in force, and where published values come from. */
  METHODS("Methods and settings"),
  /** Where the runs came from. */
  PROVENANCE("Provenance");

  private final String title;

  Chapter(String title) {
    this.title = title;
  }

  /** What stands above it. */
  public String title() {
    return title;
  }

  /** A lower-case word for it, to link to. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
