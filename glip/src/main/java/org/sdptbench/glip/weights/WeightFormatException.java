package org.sdptbench.glip.weights;

import java.io.IOException;

/**
 * A weight file that does not follow its format, or holds what this project does not read. The
 * message names the file, the place in it, what was found and what is allowed.
 */
public final class WeightFormatException extends IOException {

  /** A hostile file can make what was found as long as itself. */
  private static final int MOST_CHARACTERS = 1000;

  /** Creates an exception with a message of the form {@code source: problem}. */
  public WeightFormatException(String source, String problem) {
    super(source + ": " + shortened(problem));
  }

  /** Like {@link #WeightFormatException(String, String)}, with the parser's own exception. */
  public WeightFormatException(String source, String problem, Throwable cause) {
    super(source + ": " + shortened(problem), cause);
  }

  private static String shortened(String problem) {
    return problem.length() <= MOST_CHARACTERS
        ? problem
        : problem.substring(0, MOST_CHARACTERS) + " …";
  }
}
