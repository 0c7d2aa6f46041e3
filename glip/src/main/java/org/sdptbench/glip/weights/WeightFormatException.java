package org.sdptbench.glip.weights;

import java.io.IOException;

/**
 * A weight file that does not follow its format, or holds what this project does not read. The
 * message names the file, the place in it, what was found and what is allowed.
 */
public final class WeightFormatException extends IOException {

  /** Creates an exception with a message of the form {@code source: problem}. */
  public WeightFormatException(String source, String problem) {
    super(source + ": " + problem);
  }

  /** Like {@link #WeightFormatException(String, String)}, with the parser's own exception. */
  public WeightFormatException(String source, String problem, Throwable cause) {
    super(source + ": " + problem, cause);
  }
}
